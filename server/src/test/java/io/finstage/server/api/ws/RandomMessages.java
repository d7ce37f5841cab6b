package io.finstage.server.api.ws;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.util.List;
import java.util.Random;

/** Messages of the contract with random contents; equal seeds give equal messages. */
final class RandomMessages {

  private static final List<String> TEXTS =
      List.of("", "SPY", "a\"b\\c\n\t\u0000", "grüße €", "\uD83D\uDE00", "\u2028", "</script>");

  private final Random random;

  RandomMessages(long seed) {
    random = new Random(seed);
  }

  /** Chooses one case of the only oneof and fills it. */
  Message fill(Message.Builder envelope) {
    List<FieldDescriptor> cases =
        envelope.getDescriptorForType().getRealOneofs().getFirst().getFields();
    FieldDescriptor chosen = cases.get(random.nextInt(cases.size()));
    return envelope.setField(chosen, body(envelope.newBuilderForField(chosen))).build();
  }

  private Message body(Message.Builder builder) {
    for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
      int count = field.isRepeated() ? random.nextInt(4) : 0;
      if (field.isMapField()) {
        for (int i = 0; i < count; i++) {
          Message.Builder pair = builder.newBuilderForField(field);
          pair.setField(pair.getDescriptorForType().findFieldByNumber(1), "key" + i);
          FieldDescriptor value = pair.getDescriptorForType().findFieldByNumber(2);
          builder.addRepeatedField(field, pair.setField(value, value(pair, value)).build());
        }
      } else if (field.isRepeated()) {
        for (int i = 0; i < count; i++) {
          builder.addRepeatedField(field, value(builder, field));
        }
      } else if (!field.hasPresence() || random.nextBoolean()) {
        builder.setField(field, value(builder, field));
      }
    }
    return builder.build();
  }

  private Object value(Message.Builder parent, FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case INT -> random.nextInt(3) == 0 ? 0 : random.nextInt();
      case LONG -> random.nextInt(3) == 0 ? 0L : random.nextLong();
      case DOUBLE -> number();
      case BOOLEAN -> random.nextBoolean();
      case STRING -> TEXTS.get(random.nextInt(TEXTS.size()));
      case ENUM -> {
        var values = field.getEnumType().getValues();
        yield values.get(random.nextInt(values.size()));
      }
      case MESSAGE ->
          field.getMessageType().equals(Timestamp.getDescriptor())
              ? time()
              : field.getMessageType().equals(Duration.getDescriptor())
                  ? length()
                  : body(parent.newBuilderForField(field));
      case BYTE_STRING -> {
        byte[] bytes = new byte[random.nextInt(5)];
        random.nextBytes(bytes);
        yield ByteString.copyFrom(bytes);
      }
      case FLOAT -> throw new IllegalStateException("not in the contract: " + field);
    };
  }

  private double number() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(1_000_000) / 100.0;
      case 1 -> random.nextLong();
      case 2 -> -0.0;
      default -> finite(Double.longBitsToDouble(random.nextLong()));
    };
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : Double.MIN_VALUE;
  }

  private Duration length() {
    int sign = random.nextBoolean() ? 1 : -1;
    return Duration.newBuilder()
        .setSeconds(sign * random.nextLong(315_576_000_000L))
        .setNanos(sign * random.nextInt(1_000_000_000))
        .build();
  }

  private Timestamp time() {
    int[] units = {1_000_000_000, 1_000_000, 1_000, 1};
    int unit = units[random.nextInt(units.length)];
    return Timestamp.newBuilder()
        .setSeconds(random.nextLong(-62_135_596_800L, 253_402_300_800L))
        .setNanos(random.nextInt(1_000_000_000) / unit * unit)
        .build();
  }
}
