package io.finstage.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

  @TempDir Path folder;

  @Test
  void aFolderIsTakenOnceAtATime() {
    try (FolderLock first = FolderLock.take(folder).orElseThrow()) {
      assertThat(first).isNotNull();
      assertThat(FolderLock.take(folder)).isEmpty();
    }
  }

  @Test
  void aFolderThatWasLetGoMayBeTakenAgain() {
    FolderLock.take(folder).orElseThrow().close();
    try (FolderLock again = FolderLock.take(folder).orElseThrow()) {
      assertThat(again).isNotNull();
    }
  }

  @Test
  void aFolderThatIsNotThereIsMade() {
    try (FolderLock lock = FolderLock.take(folder.resolve("a/b")).orElseThrow()) {
      assertThat(lock).isNotNull();
    }
    assertThat(folder.resolve("a/b")).isDirectory();
  }

  @Test
  void itSaysWhichProcessHasIt() {
    try (FolderLock lock = FolderLock.take(folder).orElseThrow()) {
      assertThat(lock).isNotNull();
      assertThat(FolderLock.holder(folder)).contains("" + ProcessHandle.current().pid());
    }
  }

  @Test
  void ofAFolderThatNobodyEverHadNobodyIsNamed() {
    assertThat(FolderLock.holder(folder)).isEmpty();
  }

  @Test
  void aFileInPlaceOfTheFolderIsNamed() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> FolderLock.take(file))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining(file.toString());
  }
}
