package io.dromail.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * What changes when a file is written, replaced, or linked elsewhere.
 *
 * @param size in bytes
 * @param modified as finely as the file system has it
 * @param key device and inode, where there are such
 * @param target the file itself if the name is a symbolic link, else null
 * @param folder whether it's a folder and no file
 */
record FileState(long size, FileTime modified, Object key, Path target, boolean folder) {

  /** Looks at a file, through symbolic links. */
  static FileState of(Path file) throws IOException {
    BasicFileAttributes itself =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!itself.isSymbolicLink()) {
      return of(itself, null);
    }
    Path target = file.toRealPath();
    return of(Files.readAttributes(target, BasicFileAttributes.class), target);
  }

  private static FileState of(BasicFileAttributes attributes, Path target) {
    return new FileState(
        attributes.size(),
        attributes.lastModifiedTime(),
        attributes.fileKey(),
        target,
        attributes.isDirectory());
  }
}
