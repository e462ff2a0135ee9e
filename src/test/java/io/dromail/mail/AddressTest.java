package io.dromail.mail;

import static io.dromail.testing.Samples.json;
import static io.dromail.testing.Samples.mailWith;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          ada@example.org                        | ada@example.org           | -
          `  ada@example.org `                   | ada@example.org           | -
          <ada@example.org>                      | ada@example.org           | -
          Ada <ada@example.org>                  | ada@example.org           | Ada
          Ada Lovelace   < ada@example.org >     | ada@example.org           | Ada Lovelace
          "Ada" <ada@example.org>                | ada@example.org           | Ada
          "Lovelace, Ada" <ada@example.org>      | ada@example.org           | Lovelace, Ada
          Lovelace, Ada <ada@example.org>        | ada@example.org           | Lovelace, Ada
          "Ada \\"Countess\\" L" <ada@example.org> | ada@example.org         | Ada "Countess" L
          "Ada <x@example.net>" <ada@example.org> | ada@example.org          | Ada <x@example.net>
          "" <ada@example.org>                   | ada@example.org           | -
          " " <ada@example.org>                  | ada@example.org           | -
          " <ada@example.org>                    | ada@example.org           | "
          林晓雨 <lin@example.cn>                | lin@example.cn            | 林晓雨
          ada@bücher.example                     | ada@xn--bcher-kva.example | -
          ada@BÜCHER.example                     | ada@xn--bcher-kva.example | -
          Ada <ada@例え.jp>                      | ada@xn--r8jz45g.jp        | Ada
          ünal@example.org                       | ünal@example.org          | -
          ünal@BÜCHER.example        | ünal@xn--bcher-kva.example | -
          ada@straße.example                     | ada@xn--strae-oqa.example | -
          ada@strasse.example                    | ada@strasse.example       | -
          用户@例え。jp                            | 用户@xn--r8jz45g.jp       | -
          محمد@موقع.وزارة-الاتصالات.مصر           | محمد@xn--4gbrim.xn----ymcbaaajlc6dj7bxne2c.xn--wgbh1c | -
          ada@-ü.example                         | ada@-ü.example            | -
          ada                                    | ada                       | -
          ada@example.org>                       | ada@example.org>          | -
          A <a@b.example>, B <c@d.example>       | A <a@b.example>, B <c@d.example> | -
          """)
  void splitsTheTextForm(String text, String email, String name) {
    assertThat(Address.parse(text)).isEqualTo(new Address(email, name));
  }

  @Test
  void readsBothFormsOfTheContract() throws Exception {
    assertThat(read("'Ada <ada@example.org>'"))
        .isEqualTo(read("{'email': 'ada@example.org', 'name': 'Ada'}"))
        .isEqualTo(new Address("ada@example.org", "Ada"));
    assertThat(read("{'email': 'ada@bücher.example', 'name': ' '}"))
        .isEqualTo(new Address("ada@xn--bcher-kva.example", null));
  }

  @Test
  void isWrittenAsAnObject() {
    JsonNode written = MailJson.mapper().valueToTree(new Address("ada@example.org", null));

    assertThat(written).isEqualTo(json("{'email': 'ada@example.org'}"));
  }

  @ParameterizedTest
  @CsvSource({"ada@Example.ORG,example.org", "a@b@c.example,c.example", "ada,ada"})
  void hasADomain(String email, String domain) {
    assertThat(new Address(email, null).domain()).isEqualTo(domain);
  }

  @ParameterizedTest
  @CsvSource({"ada@bücher.example,false", "ünal@example.org,true", "用户@例え.jp,true"})
  void needsSmtpUtf8ForWhatStandsBeforeTheDomain(String email, boolean needs) {
    assertThat(Address.of(email, "Jürgen").needsSmtpUtf8()).isEqualTo(needs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"from", "to", "cc", "bcc", "reply_to"})
  void makesItsMailNeedSmtpUtf8WhereverItStands(String field) {
    String fields = "'%s': 'Jürgen <%s@bücher.example>', 'text': 't'";

    assertThat(mailWith(fields.formatted(field, "ada")).needsSmtpUtf8()).isFalse();
    assertThat(mailWith(fields.formatted(field, "ünal")).needsSmtpUtf8()).isTrue();
  }

  private static Address read(String form) throws Exception {
    return MailJson.mapper().treeToValue(json(form), Address.class);
  }
}
