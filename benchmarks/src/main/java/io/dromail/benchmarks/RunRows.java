package io.dromail.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A journal's rows and its place, as a process: {@code RunRows <JDBC URL>}. It obeys {@code create
 * <schema>}, {@code drop <schema>} and {@code fill <mails>}, a delivered mail with its recipient
 * and its event each, says {@code done} after each, and ends with its input.
 */
public final class RunRows {

  private static final String ID = "cast('%s' || lpad(cast(n as varchar(12)), 12, '0') as uuid)";
  private static final String MAIL = ID.formatted("00000000-0000-7000-8000-");
  private static final String EVENT = ID.formatted("00000000-0000-7000-8001-");
  private static final String AT = "current_timestamp - interval '1' day";

  private RunRows() {}

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Connection connection = DriverManager.getConnection(arguments[0]);
        Statement statement = connection.createStatement()) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ");
        switch (words[0]) {
          case "create" -> statement.execute("create schema " + words[1]);
          case "drop" -> statement.execute("drop schema if exists " + words[1] + " cascade");
          default ->
              fill(statement, arguments[0].startsWith("jdbc:h2:"), Integer.parseInt(words[1]));
        }
        System.out.println("done");
      }
    }
  }

  private static void fill(Statement statement, boolean isH2, int mails) throws SQLException {
    String numbers =
        isH2
            ? "(select x as n from system_range(1, %d)) numbers".formatted(mails)
            : "generate_series(1, %d) numbers (n)".formatted(mails);
    statement.execute(
        """
        insert into mail (id, tenant, lane, message_id, sender, subject, template, tags, metadata,
          accepted_at, last_event, last_event_at)
        select %s, 'ballast', 'transactional', '<' || n || '@bench.test>', 'shop@bench.test',
          'Your order A-' || n || ' is on its way', 'order', '[]', '{}', %s, 'sent', %s from %s
        """
            .formatted(MAIL, AT, AT, numbers));
    statement.execute(
        """
        insert into recipient (mail_id, place, address, address_lower, kind, status, status_at)
        select %s, 0, 'b' || n || '@sink.test', 'b' || n || '@sink.test', 'to', 'sent', %s from %s
        """
            .formatted(MAIL, AT, numbers));
    statement.execute(
        """
        insert into event (event_id, mail_id, event, attempt, at, recipients, profile, host,
          reply_code, duration_ms)
        select %s, %s, 'sent', 1, %s, '["b' || n || '@sink.test"]', 'default', '127.0.0.1:25',
          250, 12 from %s
        """
            .formatted(EVENT, MAIL, AT, numbers));
  }
}
