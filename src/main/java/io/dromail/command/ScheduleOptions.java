package io.dromail.command;

import io.dromail.failures.RetrySchedule;
import java.nio.file.Path;
import java.util.function.IntUnaryOperator;
import picocli.CommandLine.Option;

/** Which retry schedule a command is about. */
final class ScheduleOptions {

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Another schedule than that of the settings.")
  private Path file;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  /** The file, for the person. */
  Path file() {
    return file == null
        ? Path.of(Home.settings().get("dromail.failures.schedule"))
        : file.toAbsolutePath().normalize();
  }

  /** The schedule, each delay as it stands in the file. */
  RetrySchedule schedule() {
    IntUnaryOperator middle = variants -> variants / 2;
    return RetrySchedule.load(file(), middle);
  }
}
