package io.finstage.server.alerts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs what receivers are told: HMAC-SHA256 (RFC 2104) of the body's bytes with {@code
 * alerts.webhook-secret}, in hexadecimal. Immutable.
 */
record WebhookSeal(String secret) {

  private static final String ALGORITHM = "HmacSHA256";

  /** Empty where there is no secret. */
  String of(String body) {
    if (secret.isEmpty()) {
      return "";
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /** Whether {@code signature} is that of {@code body}; takes as long whatever is wrong with it. */
  boolean fits(String body, String signature) {
    return MessageDigest.isEqual(
        of(body).getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "WebhookSeal";
  }
}
