package io.dromail.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.dromail.mail.MailJson;
import io.dromail.mail.Refused;
import io.dromail.mail.Spool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Semaphore;

/**
 * A job file being read: one request object or {@code {"emails": […]}}, streamed, however long it
 * is. Iterating waits while too many of its mails are unconfirmed. What has been settled before, in
 * a run that a crash ended, isn't read out again. One thread iterates at a time; any may settle.
 */
public final class JobFile implements Iterator<JobEntry>, Iterable<JobEntry> {

  private static final ObjectReader ONE =
      MailJson.mapper().reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final long ONE_MAIL_BYTES_AT_MOST = 64_000_000;

  private final Path path;
  private final byte[] digest;
  private final Progress progress;
  private final int windowSize;
  private final Semaphore window;
  private final Spool spool;
  private final JsonParser parser;
  private int index = -1;
  private int entries;
  private boolean ended;
  private volatile boolean postponed;
  private JobEntry next;
  private Claim claim;
  private BitSet acceptedBefore = new BitSet();

  JobFile(Path path, Path progressDirectory, int windowSize) throws IOException {
    this(path, progressDirectory, windowSize, Spool.none());
  }

  JobFile(Path path, Path progressDirectory, int windowSize, Spool spool) throws IOException {
    this.path = path;
    this.windowSize = windowSize;
    this.spool = spool;
    window = new Semaphore(windowSize);
    digest = Digests.sha256(path);
    progress = Progress.of(path, digest, progressDirectory);
    parser = SpoolingParser.of(RequestSource.of(path), spool);
  }

  Path path() {
    return path;
  }

  byte[] digest() {
    return digest;
  }

  Progress progress() {
    return progress;
  }

  /** The claim on its content, or null without a journal. */
  Claim claim() {
    return claim;
  }

  /**
   * Notes the claim, before the first mail is read out.
   *
   * @param accepted indices of the mails that another file with this content had accepted
   */
  void claimed(Claim good, BitSet accepted) {
    claim = good;
    acceptedBefore = accepted;
  }

  /**
   * Whether a mail may have been published before: when a reading is cut off, that's so for at most
   * a window's mails beyond the last settled one.
   */
  boolean isAgain(int entry) {
    boolean takenOver = claim != null && claim.again();
    return takenOver || progress.cutOffAt() >= 0 && entry < progress.cutOffAt() + windowSize;
  }

  /** Makes room for another mail, when one is done with. */
  void settled() {
    window.release();
  }

  @Override
  public Iterator<JobEntry> iterator() {
    return this;
  }

  /** Reads out no more; the rest is for the next time. */
  void postpone() {
    postponed = true;
  }

  boolean isPostponed() {
    return postponed;
  }

  /** Whether it is known what became of each mail that was read out. */
  boolean isSettled() {
    return !postponed && progress.accepted() + progress.refused() == entries;
  }

  @Override
  public boolean hasNext() {
    while (next == null && !ended && !postponed) {
      JobEntry entry = read();
      entries += entry == null ? 0 : 1;
      if (entry != null && !progress.isSettled(entry.index()) && !isReplay(entry)) {
        next = entry;
      }
    }
    return next != null && !postponed;
  }

  /**
   * Settles a mail that a file with the same content had accepted, unless a key of its own rules.
   */
  private boolean isReplay(JobEntry entry) {
    boolean replay = acceptedBefore.get(entry.index()) && !entry.hasKey();
    if (replay) {
      try {
        progress.replay(entry.index(), entry.id().toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return replay;
  }

  @Override
  public JobEntry next() {
    // What was promised is read out, even if the file was postponed since.
    if (next == null && !hasNext()) {
      throw new NoSuchElementException();
    }
    window.acquireUninterruptibly();
    JobEntry entry = next;
    next = null;
    return entry;
  }

  /** The next entry, or null at the end; what can't be read as JSON is the last entry. */
  private JobEntry read() {
    try {
      if (++index == 0) {
        JobEntry only = begin();
        if (ended) {
          return only;
        }
      }
      if (parser.nextToken() != JsonToken.END_ARRAY) {
        return JobEntry.of(this, index, SpoolingParser.tree(ONE, parser));
      }
      ended = true;
      boolean more = parser.nextToken() != JsonToken.END_OBJECT || parser.nextToken() != null;
      return more ? refused("invalid_parameter", "emails must be the only field") : null;
    } catch (JsonProcessingException e) {
      ended = true;
      return refused(
          "invalid_json",
          "not JSON from line %d, column %d on: %s"
              .formatted(
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 1 : e.getLocation().getColumnNr(),
                  e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Finds out which form the file has, and reads the form that is one mail. */
  private JobEntry begin() throws IOException {
    boolean object = parser.nextToken() == JsonToken.START_OBJECT;
    boolean many =
        object
            && parser.nextToken() == JsonToken.FIELD_NAME
            && parser.currentName().equals("emails");
    if (many && parser.nextToken() == JsonToken.START_ARRAY) {
      return null;
    }
    ended = true;
    if (!object || many) {
      return refused("invalid_json", "the file must hold one mail or {\"emails\": [...]}");
    }
    if (Files.size(path) > ONE_MAIL_BYTES_AT_MOST) {
      return refused("message_too_large", "the file is too large for one mail");
    }
    try (JsonParser whole = SpoolingParser.of(RequestSource.of(path), spool)) {
      return JobEntry.of(this, 0, SpoolingParser.tree(MailJson.mapper().reader(), whole));
    }
  }

  private JobEntry refused(String name, String message) {
    return JobEntry.refused(this, index, Refused.because(422, name, message));
  }

  /**
   * Ends the reading. Not a Closeable: the splitter closes those when the last entry is read out.
   */
  void end() throws IOException {
    parser.close();
    progress.close();
  }
}
