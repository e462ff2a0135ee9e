package io.dromail.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The sink as a process: {@code RunSink <delay in ms> [no-pipelining] [no-chunking]}. It prints its
 * port, then obeys lines of {@code <run> <mails> <idle ms> <linger ms> <file>}, each of which opens
 * a {@link Count}. It ends with its input.
 */
public final class RunSink {

  private RunSink() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    List<String> options = List.of(arguments);
    Sink sink =
        new Sink(
            Integer.parseInt(arguments[0]),
            !options.contains("no-pipelining"),
            !options.contains("no-chunking"));
    new Thread(sink, "sink").start();
    System.out.println(sink.port());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 5);
      sink.count(
          new Count(
              new Arrivals(words[0], Integer.parseInt(words[1])),
              Long.parseLong(words[2]),
              Long.parseLong(words[3]),
              Path.of(words[4])));
    }
    sink.close();
  }
}
