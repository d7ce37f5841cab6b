package io.finstage.server.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has a folder for one process alone, until it is closed or the process ends, however it ends: the
 * operating system lets go of the lock. The file stays, with the number of the process that had it
 * last. Thread-safe.
 */
public final class FolderLock implements AutoCloseable {

  /** In the folder. */
  static final String FILE = "server.lock";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder, which is made when it is not there.
   *
   * @return empty when another has it
   * @throws DatabaseException when the folder cannot be made, written or locked
   */
  public static Optional<FolderLock> take(Path folder) {
    try {
      Files.createDirectories(folder.toAbsolutePath());
      FileChannel channel =
          FileChannel.open(
              folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (lock(channel) == null) {
          channel.close();
          return Optional.empty();
        }
        channel.truncate(0);
        byte[] holder = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8);
        channel.write(ByteBuffer.wrap(holder));
        return Optional.of(new FolderLock(channel));
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new DatabaseException("the folder " + folder + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** Number of the process that has the folder, or had it last; empty when it is not known. */
  public static Optional<String> holder(Path folder) {
    try {
      return Optional.of(Files.readString(folder.resolve(FILE)).strip())
          .filter(text -> !text.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Any number of calls. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      System.getLogger(FolderLock.class.getName())
          .log(System.Logger.Level.DEBUG, "a lock could not be closed", e);
    }
  }

  /** Null as well when this same process has it. */
  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
