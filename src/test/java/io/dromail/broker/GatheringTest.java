package io.dromail.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GatheringTest {

  private final Writes socket = new Writes();
  private final GatheringStream stream = new GatheringStream(socket);
  private final Gathering gathering = new Gathering();

  @Test
  void writesWhatIsGatheredAtOnce() throws IOException {
    gathered("a");
    gathered("b");
    assertThat(socket.writes).isEmpty();

    gathering.flush();

    assertThat(socket.writes).containsExactly("ab");
    assertThat(socket.flushes).isZero();
  }

  @Test
  void beginsAnewAfterEachFlush() throws IOException {
    gathered("a");
    gathering.flush();
    gathering.flush();
    gathered("b");
    gathering.flush();

    assertThat(socket.writes).containsExactly("a", "b");
  }

  @Test
  void writesAtOnceWhatIsNotGathered() throws IOException {
    stream.write('a');
    stream.write(bytes("bc"));
    stream.flush();

    assertThat(socket.writes).containsExactly("a", "bc");
    assertThat(socket.flushes).isEqualTo(1);
  }

  @Test
  void keepsTheOrderWhenAnotherThreadWritesInBetween() throws IOException {
    gathered("a");
    CompletableFuture.runAsync(() -> write("heartbeat"), thread -> new Thread(thread).start())
        .join();
    gathered("b");
    gathering.flush();

    assertThat(socket.writes).containsExactly("a", "heartbeat", "b");
  }

  @Test
  void writesBeforeItKeepsMoreThan64Kilobytes() throws IOException {
    gathered("a".repeat(40 << 10));
    gathered("b".repeat(40 << 10));
    gathered("c");
    assertThat(socket.writes).containsExactly("a".repeat(40 << 10));
    gathered("d".repeat(65 << 10));
    gathered("e");
    gathering.flush();

    assertThat(socket.writes.subList(1, 4))
        .containsExactly("b".repeat(40 << 10) + "c", "d".repeat(65 << 10), "e");
    assertThat(socket.writes).hasSize(4);
  }

  @Test
  void flushesSeveralSockets() throws IOException {
    Writes other = new Writes();
    GatheringStream second = new GatheringStream(other);
    gathered("a");
    gathering.write(() -> second.write(bytes("b")));
    gathering.flush();

    assertThat(socket.writes).containsExactly("a");
    assertThat(other.writes).containsExactly("b");
  }

  @Test
  void closesASocketThatDoesNotTakeItAndGoesOnWithTheNext() throws IOException {
    Writes other = new Writes();
    GatheringStream second = new GatheringStream(other);
    gathered("a");
    gathering.write(() -> second.write(bytes("b")));
    socket.isBroken = true;

    gathering.flush();

    assertThat(socket.isClosed).isTrue();
    assertThat(other.isClosed).isFalse();
    assertThat(other.writes).containsExactly("b");
  }

  @Test
  void gathersNothingAfterAWriteThatFailed() throws IOException {
    IOException failure = new IOException("of the message itself");

    assertThatThrownBy(
            () ->
                gathering.write(
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);
    stream.write(bytes("a"));

    assertThat(socket.writes).containsExactly("a");
  }

  @Test
  void gathersOnARealSocket() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket server = new ServerSocket(0, 1, here);
        Socket client = new GatheringSockets().createSocket(here, server.getLocalPort());
        Socket accepted = server.accept()) {
      OutputStream out = client.getOutputStream();
      gathering.write(() -> out.write(bytes("kept")));
      assertThat(client.getOutputStream()).isSameAs(out).isInstanceOf(GatheringStream.class);
      assertThat(accepted.getInputStream().available()).isZero();

      gathering.flush();

      assertThat(accepted.getInputStream().readNBytes(4)).isEqualTo(bytes("kept"));
    }
  }

  private void gathered(String text) throws IOException {
    gathering.write(
        () -> {
          stream.write(bytes(text));
          stream.flush();
        });
  }

  private void write(String text) {
    try {
      stream.write(bytes(text));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Each write as it came. */
  private static final class Writes extends OutputStream {
    private final List<String> writes = new ArrayList<>();
    private int flushes;
    private boolean isBroken;
    private boolean isClosed;

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (isBroken) {
        throw new IOException("broken pipe");
      }
      writes.add(new String(bytes, from, length, StandardCharsets.US_ASCII));
    }

    @Override
    public void flush() {
      flushes++;
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }
}
