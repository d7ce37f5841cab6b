package io.finstage.server.analysis.kinds;

import io.finstage.server.tasks.FailedForGoodException;
import io.finstage.server.tasks.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The only folder that a task may read files of: whoever may submit tasks may not read the rest of
 * the machine. So no path leaves it, by "..", from the root, or through a symbolic link, be it the
 * last name of a path or one on the way; and nothing but a regular file is opened, since reading a
 * pipe would never end.
 *
 * @param folder may be a link itself: that is the operator's
 */
record ImportFolder(Path folder) {

  private static final String FIELD = "path";
  private static final int LENGTH_MAX = 1024;

  /**
   * A file in it.
   *
   * @param text as the payload has it
   * @throws FailedForGoodException naming the field, without telling what is outside
   */
  Path file(String text) throws FailedForGoodException {
    Path path = relative(text);
    Path at = folder;
    for (Path name : path) {
      at = at.resolve(name);
      if (Files.isSymbolicLink(at)) {
        throw Payload.wrong(FIELD, "must not lead through a symbolic link");
      }
    }
    if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
      throw noSuchFile();
    }
    if (!Files.isRegularFile(at, LinkOption.NOFOLLOW_LINKS)) {
      throw Payload.wrong(FIELD, "must be a regular file");
    }
    return at;
  }

  /** Opens what {@link #file} gave. */
  static InputStream open(Path file) throws IOException, FailedForGoodException {
    try {
      return Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw noSuchFile();
    }
  }

  private static Path relative(String text) throws FailedForGoodException {
    if (text.isBlank() || text.length() > LENGTH_MAX) {
      throw Payload.wrong(FIELD, "must have 1 to " + LENGTH_MAX + " characters");
    }
    Path path;
    try {
      path = Path.of(text);
    } catch (InvalidPathException e) {
      throw Payload.wrong(FIELD, "must be a path");
    }
    // A backslash is a separator elsewhere; nobody needs one in a name here.
    if (path.isAbsolute() || path.getRoot() != null || text.indexOf('\\') >= 0) {
      throw Payload.wrong(FIELD, "must be relative to the folder import in data.dir");
    }
    for (Path name : path) {
      if (name.toString().equals("..")) {
        throw Payload.wrong(FIELD, "must not leave the folder import in data.dir with \"..\"");
      }
    }
    return path;
  }

  private static FailedForGoodException noSuchFile() {
    return Payload.wrong(FIELD, "must be a file in the folder import in data.dir; there is none");
  }
}
