package io.dromail.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A select that grows by conditions, each with its values. */
final class Filter {

  private final StringBuilder sql;
  private final List<Object> values = new ArrayList<>();

  /** From a select that has a condition already. */
  Filter(String select) {
    sql = new StringBuilder(select);
  }

  Filter and(String condition, Object... itsValues) {
    sql.append(" and ").append(condition);
    values.addAll(List.of(itsValues));
    return this;
  }

  /** Only mails of a tenant, unless the scope is everybody's. */
  Filter of(String scope) {
    return scope.equals(Emails.EVERYBODY) ? this : and("tenant = ?", scope);
  }

  PreparedStatement prepare(Connection connection, String end) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql + end);
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
    return statement;
  }
}
