package io.dromail.command;

import io.dromail.sign.NewKey;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a key file that only its owner may read, and says what to do with it. */
@Command(
    name = "new",
    description = "Makes a key, and says what to publish and what to configure.",
    optionListHeading = "%n",
    sortOptions = false)
final class DkimNewCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--domain", required = true, paramLabel = "NAME", description = "The senders'.")
  private String domain;

  @Option(
      names = "--selector",
      required = true,
      paramLabel = "NAME",
      description = "Names the key in the domain, such as s2026.")
  private String selector;

  @Option(names = "--ed25519", description = "Ed25519 (RFC 8463) instead of RSA with 2048 bits.")
  private boolean ed25519;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Where to; without it, dkim/DOMAIN-SELECTOR.pem in the data directory.")
  private Path file;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Override
  public Integer call() throws IOException {
    NewKey key = NewKey.make(domain, selector, ed25519);
    String name = key.record().domain() + "-" + selector;
    Path target =
        file != null
            ? file.toAbsolutePath().normalize()
            : Path.of(Home.settings().get("dromail.data.directory"), "dkim", name + ".pem");
    write(target, key.pem());
    PrintWriter out = spec.commandLine().getOut();
    out.println("The key is in " + target + ", for its owner to read.");
    out.println();
    out.println("Publish:");
    out.println();
    DkimCommand.print(key.record(), out);
    out.println();
    out.println("When it's published, put this into domains.camel.yaml and start again:");
    out.println();
    out.println("    - name: " + name.replace('.', '-'));
    out.println("      type: io.dromail.sign.DkimKey");
    out.println("      properties:");
    out.println("        domain: " + key.record().domain());
    out.println("        selector: " + selector);
    out.println("        keyFile: " + target);
    out.flush();
    return 0;
  }

  private static void write(Path target, String pem) throws IOException {
    if (target.getParent() != null) {
      Files.createDirectories(target.getParent());
    }
    try (OutputStream out =
        Channels.newOutputStream(
            Files.newByteChannel(
                target,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------"))))) {
      out.write(pem.getBytes(StandardCharsets.US_ASCII));
    } catch (FileAlreadyExistsException e) {
      throw CommandFailed.refused("There is a file already: " + target);
    }
  }
}
