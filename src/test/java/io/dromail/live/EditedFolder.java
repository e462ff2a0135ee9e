package io.dromail.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A home folder with a few files, as an operator edits it. */
final class EditedFolder {

  final Path home;
  final OperatorFiles files;

  EditedFolder(Path home) {
    this.home = home;
    this.files = OperatorFiles.under(home);
    write("routes/lanes.camel.yaml", "lanes: 1\n");
    write("routes/retry.yaml", "default: 1m\n");
    write("templates/welcome/subject.ftl", "Welcome\n");
    write("application.properties", "a=1\n");
  }

  Path at(String name) {
    return home.resolve(name);
  }

  Path write(String name, String text) {
    try {
      Files.createDirectories(at(name).getParent());
      return Files.writeString(at(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RouteSet read() {
    try {
      return files.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(RouteSet set, String name) {
    byte[] content = set.files().get(name);
    return content == null ? null : new String(content, java.nio.charset.StandardCharsets.UTF_8);
  }
}
