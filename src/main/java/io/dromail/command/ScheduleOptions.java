package io.dromail.command;

import io.dromail.failures.RetrySchedule;
import java.nio.file.Path;
import java.util.function.IntUnaryOperator;
import picocli.CommandLine.Option;

/** Which retry schedule a command is about. */
final class ScheduleOptions {

  static final String NAME = "retry.yaml";

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Another schedule than the one beside the routes.")
  private Path file;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  /** The file, for the person. */
  Path file() {
    return file == null
        ? Path.of(Home.settings().get("dromail.routes.directory"), NAME)
        : file.toAbsolutePath().normalize();
  }

  /** The schedule, each delay as it stands in the file. */
  RetrySchedule schedule() {
    IntUnaryOperator middle = variants -> variants / 2;
    return RetrySchedule.load(file(), middle);
  }
}
