package io.dromail.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The load generator as a process: {@code RunLoad <port> <path> <file with the JSON of a mail>
 * <mails a request>}. It obeys lines of {@code <run> <requests> <connections> <rate> <file>}, says
 * {@code done} after each, and ends with its input.
 */
public final class RunLoad {

  private RunLoad() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    InetSocketAddress server =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
    String mail = Files.readString(Path.of(arguments[2]));
    int mails = Integer.parseInt(arguments[3]);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 5);
      Load load =
          new Load(
              server,
              new RequestForm(arguments[1], mail, words[0], mails),
              Integer.parseInt(words[1]),
              Integer.parseInt(words[2]),
              Double.parseDouble(words[3]));
      load.run();
      load.write(Path.of(words[4]));
      System.out.println("done");
    }
  }
}
