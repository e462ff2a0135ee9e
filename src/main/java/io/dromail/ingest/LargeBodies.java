package io.dromail.ingest;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.FileSystem;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/**
 * Takes large request bodies into files while they arrive, so that what many clients send at the
 * same time is on disk and not in memory. Beyond so many at once: 503, and the client may come
 * again. Says which threads take a request. Comes before the stock body handler, which takes the
 * others.
 */
final class LargeBodies implements Handler<RoutingContext> {

  static final String SUFFIX = ".request";

  private static final String READ = LargeBodies.class.getName() + ".read";
  private static final int LONG = 32 * 1024;
  private static final int LARGE = 256 * 1024;
  private static final int AT_ONCE = 64;

  private final Path folder;
  private final long limit;
  private final FileSystem files;
  private final RequestThreads threads;
  private final Semaphore free = new Semaphore(AT_ONCE);

  /**
   * Into a folder, which is made when it's first needed.
   *
   * @param limit in bytes; a larger body is refused with 413
   */
  LargeBodies(Vertx vertx, Path folder, long limit, RequestThreads threads) {
    this.folder = folder;
    this.threads = threads;
    this.limit = limit;
    files = vertx.fileSystem();
  }

  @Override
  public void handle(RoutingContext request) {
    HttpServerRequest in = request.request();
    long length = length(in);
    boolean told = in.headers().contains("Content-Length");
    if (told && length <= LARGE || length > limit) {
      goOn(request, length);
      return;
    }
    request.put(READ, true);
    if ("100-continue".equalsIgnoreCase(in.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    Arrival arrival = new Arrival(request);
    in.handler(arrival::part).endHandler(arrival::end).exceptionHandler(arrival::brokenOff);
  }

  /**
   * A body handler for what isn't read here. The stock one looks at each request, and one of HTTP/2
   * can't be looked at any more when it has been read to its end.
   */
  static Handler<RoutingContext> sparing(Handler<RoutingContext> stock) {
    return request -> {
      if (request.get(READ) == null) {
        stock.handle(request);
      } else {
        request.next();
      }
    };
  }

  /** With a body that is in memory, or will be. */
  private void goOn(RoutingContext request, long length) {
    if (length > LONG) {
      threads.takeLong(request);
    }
    request.next();
  }

  private static long length(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : 0;
  }

  /** A body on its way: in memory as long as it's small, then in a file. On one event loop. */
  private final class Arrival {

    private final RoutingContext request;
    private final HttpServerRequest in;
    private final Path file = folder.resolve(UUID.randomUUID() + SUFFIX);
    private Buffer small = Buffer.buffer();
    private AsyncFile out;
    private long size;
    private boolean failed;

    Arrival(RoutingContext request) {
      this.request = request;
      this.in = request.request();
    }

    void part(Buffer part) {
      size += part.length();
      if (size > limit) {
        fail(413);
      } else if (!failed && out != null) {
        write(part);
      } else if (!failed) {
        small.appendBuffer(part);
        if (small.length() > LARGE) {
          open();
        }
      }
    }

    void end(Void end) {
      if (failed) {
        return;
      }
      if (out == null) {
        ((RoutingContextInternal) request).setBody(small);
        goOn(request, size);
        return;
      }
      out.close()
          .onFailure(e -> fail(503))
          .onSuccess(
              done -> {
                new LargeBody(file).belongsTo(request);
                threads.takeLarge(request);
                request.next();
              });
    }

    /** The client has gone. */
    void brokenOff(Throwable why) {
      failed = true;
      if (out != null) {
        out.close();
      }
    }

    private void open() {
      if (!free.tryAcquire()) {
        fail(503);
        return;
      }
      in.pause();
      request.addEndHandler(
          answered -> {
            free.release();
            files.delete(file.toString());
          });
      files
          .mkdirs(folder.toString())
          .compose(made -> files.open(file.toString(), new OpenOptions().setCreateNew(true)))
          .onFailure(e -> fail(503))
          .onSuccess(
              opened -> {
                out = opened;
                write(small);
                small = null;
                in.resume();
              });
    }

    private void write(Buffer part) {
      out.write(part).onFailure(e -> fail(503));
      if (out.writeQueueFull()) {
        in.pause();
        out.drainHandler(drained -> in.resume());
      }
    }

    /** Answers at once; what still comes is thrown away. */
    private void fail(int status) {
      if (!failed) {
        failed = true;
        in.resume();
        if (out != null) {
          out.close();
        }
        request.fail(status);
      }
    }
  }
}
