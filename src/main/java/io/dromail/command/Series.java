package io.dromail.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends one request many times, a few at once. The first goes alone, so that a mail that can't be
 * accepted is refused once. Used for one series.
 */
final class Series {

  private static final int AT_ONCE = 16;

  private final Api api;
  private final ObjectNode request;
  private final int count;
  private final long spacing;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Semaphore free = new Semaphore(AT_ONCE);
  private final Map<String, Integer> refusals = new TreeMap<>();
  private final ProgressBar bar;
  private int accepted;
  private RuntimeException broken;

  Series(Api api, ObjectNode request, ManyOptions many, PrintWriter out, PrintWriter err) {
    this.api = api;
    this.request = request;
    this.count = many.count();
    this.spacing = many.spacing();
    this.out = out;
    this.err = err;
    this.bar = new ProgressBar(count, out);
  }

  /** Sends, tells what came of it, and returns the exit status. */
  int send() {
    long began = System.nanoTime();
    Answer first = Api.await(api.post(SendCommand.PATH, mail(1)));
    if (!first.isReceipt()) {
      return SendCommand.report(first, api, err);
    }
    done(first, null);
    for (int n = 2; n <= count && !isBroken(); n++) {
      pace(began + (n - 1) * spacing);
      free.acquireUninterruptibly();
      api.post(SendCommand.PATH, mail(n))
          .whenComplete(
              (answer, error) -> {
                done(answer, error);
                free.release();
              });
    }
    free.acquireUninterruptibly(AT_ONCE);
    return tell((System.nanoTime() - began) / 1e9);
  }

  private byte[] mail(int n) {
    return SendCommand.json(Numbered.of(request, n));
  }

  private synchronized void done(Answer answer, Throwable error) {
    if (error != null) {
      Throwable cause = error.getCause() == null ? error : error.getCause();
      broken = cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    } else if (answer.isGood()) {
      accepted++;
    } else {
      refusals.merge(answer.refusal(), 1, Integer::sum);
    }
    bar.step();
  }

  private synchronized boolean isBroken() {
    return broken != null;
  }

  private static void pace(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private synchronized int tell(double seconds) {
    bar.end();
    out.printf(
        Locale.ROOT,
        "%s %,d of %,d in %.1f s (%,.0f/s)%n",
        Terminal.green("accepted"),
        accepted,
        count,
        seconds,
        accepted / seconds);
    out.flush();
    refusals.forEach((refusal, times) -> err.println(Terminal.red(times + " × " + refusal)));
    if (broken != null) {
      throw broken;
    }
    new SandboxHint(api).page().ifPresent(out::println);
    return refusals.isEmpty() ? 0 : CommandFailed.REFUSED;
  }
}
