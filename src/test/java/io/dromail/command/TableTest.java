package io.dromail.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void countsChineseCharactersAsTwoColumns() {
    assertThat(Table.width("林a")).isEqualTo(3);
    assertThat(Table.fit("林晓雨的订单", 6)).isEqualTo("林晓…");
    assertThat(Table.fit("Hello", 5)).isEqualTo("Hello");
    assertThat(Table.fit("Hello!", 5)).isEqualTo("Hell…");
  }
}
