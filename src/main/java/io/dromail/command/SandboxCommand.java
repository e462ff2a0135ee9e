package io.dromail.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what arrived in the sandbox: the list, or one mail. */
@Command(
    name = "sandbox",
    description = "Shows the mails that arrived in the sandbox, or one of them.",
    customSynopsis = "dromail sandbox [--follow] | dromail sandbox N [--html | --raw]",
    optionListHeading = "%n",
    sortOptions = false)
final class SandboxCommand implements Callable<Integer> {

  static final String PATH = "/sandbox/emails";

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "N", description = "The number of a mail in the list.")
  private Integer number;

  @ArgGroup private Form form = new Form();

  @Option(names = "--follow", description = "Keeps listing what arrives, until Ctrl-C.")
  private boolean follow;

  @Mixin private ApiOptions api;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  /** In which form one mail is shown. */
  static final class Form {

    @Option(names = "--html", description = "Only the mail's HTML, as it is.")
    private boolean html;

    @Option(names = "--raw", description = "The mail as it arrived, byte for byte.")
    private boolean raw;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Api target = api.api();
    if (number == null) {
      if (form.html || form.raw) {
        throw CommandFailed.usage("--html and --raw need the number of a mail.");
      }
      new SandboxList(target, out).show(follow);
    } else {
      if (follow) {
        throw CommandFailed.usage("--follow goes with the list, not with one mail.");
      }
      show(read(target), out);
    }
    return 0;
  }

  private byte[] read(Api target) {
    Answer answer = target.get(PATH + "/" + number);
    if (answer.status() == 404) {
      throw CommandFailed.refused("There is no mail " + number + " in the sandbox.");
    }
    return SandboxList.good(answer, target).body();
  }

  private void show(byte[] mime, PrintWriter out) {
    if (form.raw) {
      System.out.writeBytes(mime);
      System.out.flush();
      return;
    }
    MailView view = MailView.of(mime);
    out.print(form.html ? view.html() : view.text());
    out.flush();
  }
}
