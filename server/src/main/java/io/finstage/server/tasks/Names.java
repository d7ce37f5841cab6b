package io.finstage.server.tasks;

import java.util.regex.Pattern;

/** The form of kinds, queues, schedules and label keys. */
public final class Names {

  /** In words, for messages. */
  public static final String FORM =
      "1 to 64 characters: a lower-case letter, then lower-case letters, digits and - . _";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,63}");

  private Names() {}

  /** Whether the text has the form. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  static String check(String field, String text) {
    if (!isName(text)) {
      throw new IllegalArgumentException(field + " must have " + FORM + ", not " + text);
    }
    return text;
  }
}
