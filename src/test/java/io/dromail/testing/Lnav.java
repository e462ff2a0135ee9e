package io.dromail.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Debian's lnav without its screen, with the shipped format and nothing remembered. */
public final class Lnav {
  private static final String REQUIRED = "DROMAIL_TEST_REQUIRE_LNAV";
  private static final String PROGRAM = "/usr/bin/lnav";

  private final Path home;

  /** With a folder for what it remembers; the format is installed there. */
  public Lnav(Path home) throws IOException {
    this.home = Files.createDirectories(home);
    run("-i", Path.of("docker/lnav/dromail.json").toAbsolutePath().toString());
  }

  /** Whether it's there; if not, says on the console what doesn't run. */
  public static boolean isThere() {
    return DebianPackage.isThere("lnav", false, REQUIRED, PROGRAM);
  }

  /** The lines that it shows, or the rows that it answers, once a command was given. */
  public List<String> show(String command, Path... logs) {
    List<String> words = new ArrayList<>(List.of("-n", "-c", command));
    List.of(logs).forEach(log -> words.add(log.toString()));
    return run(words.toArray(String[]::new)).lines().toList();
  }

  private String run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("/usr/bin/env", "HOME=" + home, "TZ=UTC"));
    command.addAll(List.of("LC_ALL=C.UTF-8", "TERM=dumb", PROGRAM));
    command.addAll(List.of(arguments));
    return DebianPackage.run("", command.toArray(String[]::new));
  }
}
