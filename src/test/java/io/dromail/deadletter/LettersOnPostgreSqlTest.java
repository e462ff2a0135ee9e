package io.dromail.deadletter;

import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("io.dromail.deadletter.Databases#postgresIsThere")
class LettersOnPostgreSqlTest extends LetterCases {

  @Override
  Databases.Opened open() throws Exception {
    return Databases.postgres();
  }
}
