package io.dromail.ingest;

import io.dromail.mail.Envelope;
import io.dromail.mail.Mail;
import io.dromail.mail.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the inbox: opens a job file, hands out its mails, notes what became of each, and
 * ends with receipts and the file in {@code done/} or {@code rejected/}. What fails in between
 * leaves the file where it is, to be read on. Thread-safe.
 */
public final class JobFiles {

  private static final Logger LOG = LoggerFactory.getLogger(JobFiles.class);

  private final Path inbox;
  private final int window;
  private final MailReader reader;
  private final JobKeys keys;
  private final Set<Path> open = ConcurrentHashMap.newKeySet();

  /**
   * Over an inbox.
   *
   * @param window mails of a file that may be unconfirmed at the same time
   */
  public JobFiles(String inbox, int window, MailReader reader, JobKeys keys) {
    this.inbox = Path.of(inbox);
    this.window = window;
    this.reader = reader;
    this.keys = keys;
  }

  /**
   * Opens the file that the consumer has found; it's closed when the exchange is done. A file that
   * is being read already, as it may be when the route was replaced meanwhile, is left alone: this
   * exchange ends here, and the next poll looks again.
   *
   * @return null if it's left alone
   */
  public JobFile open(Exchange exchange, @Header(Exchange.FILE_PATH) String path)
      throws IOException {
    Path found = Path.of(path).toAbsolutePath().normalize();
    if (!open.add(found)) {
      LOG.debug("{} is being read already", path);
      exchange.setRouteStop(true);
      return null;
    }
    if (!Files.exists(found)) {
      // Whoever has read it was done with it just now.
      open.remove(found);
      exchange.setRouteStop(true);
      return null;
    }
    JobFile file = begin(path, found);
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange done) {
                try {
                  file.end();
                } catch (IOException e) {
                  LOG.warn("{} can't be closed: {}", path, e.toString());
                } finally {
                  open.remove(found);
                }
              }
            });
    keys.claim(file);
    return file;
  }

  private JobFile begin(String path, Path found) throws IOException {
    try {
      return new JobFile(Path.of(path), inbox.resolve(".progress"), window, reader.spool());
    } catch (IOException | RuntimeException e) {
      open.remove(found);
      throw e;
    }
  }

  /**
   * Reads one of its mails; whatever becomes of it, then there is room for another.
   *
   * @return null if its idempotency key was used for it before; then it is {@code answered}
   */
  public Mail read(Exchange exchange) throws Refused, IOException {
    JobEntry entry = exchange.getMessage().getBody(JobEntry.class);
    exchange.setVariable("jobEntry", entry);
    exchange.setVariable("tenant", JobKeys.TENANT);
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange done) {
                entry.file().settled();
              }
            });
    if (entry.unreadable() != null) {
      throw entry.unreadable();
    }
    NulCheck.refuse(entry.request(), "");
    Claim claim = keys.claim(entry);
    exchange.setVariable("claim", claim);
    exchange.setVariable("answered", claim == null ? null : claim.kept());
    exchange.setVariable("mailId", claim == null ? entry.id() : claim.id(0));
    exchange.setVariable(
        "again", entry.file().isAgain(entry.index()) || claim != null && claim.again());
    return claim == null || claim.kept() == null
        ? reader.readToSend(entry.request(), JobKeys.TENANT)
        : null;
  }

  /** Notes that a mail counts as accepted, because one with its key and content was. */
  public void replayed(@Variable("jobEntry") JobEntry entry, @Variable("claim") Claim claim)
      throws IOException {
    entry.file().progress().replay(entry.index(), claim.id(0).toString());
  }

  /** Notes that a mail is accepted. */
  public void accepted(
      @Variable("jobEntry") JobEntry entry,
      @Variable("envelope") Envelope envelope,
      @Variable("claim") Claim claim)
      throws IOException {
    keys.accepted(claim);
    entry.file().progress().accept(entry.index(), envelope.id());
  }

  /** Notes that a mail is refused; the others of the file go on. */
  public void refused(Exchange exchange) throws IOException {
    JobEntry entry = exchange.getVariable("jobEntry", JobEntry.class);
    keys.refused(exchange.getVariable("claim", Claim.class));
    entry
        .file()
        .progress()
        .refuse(entry.index(), exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Refused.class));
  }

  /** Gives up for now, because a mail could not be accepted: the rest of the file is read later. */
  public void postpone(@Variable("jobEntry") JobEntry entry, @ExchangeException Exception why) {
    if (!entry.file().isPostponed()) {
      LOG.warn("{} waits in the inbox: {}", entry.file().path().getFileName(), why.getMessage());
      entry.file().postpone();
    }
  }

  /** Writes the receipts, and moves the file out of the inbox beside them. */
  public void finish(@Variable("jobFile") JobFile file) throws IOException {
    if (!file.isSettled()) {
      return;
    }
    keys.keep(file);
    Progress progress = file.progress();
    boolean taken = progress.accepted() > 0 || progress.refused() == 0;
    Path folder = inbox.resolve(taken ? "done" : "rejected");
    Path target = new Receipts(folder).write(file.path(), progress);
    progress.delete();
    LOG.info(
        "{}: {} mails accepted, {} refused, now {}",
        file.path().getFileName(),
        progress.accepted(),
        progress.refused(),
        inbox.relativize(target));
  }
}
