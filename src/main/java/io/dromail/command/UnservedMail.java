package io.dromail.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.mail.Address;
import io.dromail.mail.Mail;
import io.dromail.mail.MailJson;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The mail of a dead letter as a new request, for those recipients only that didn't get it. */
final class UnservedMail {

  private UnservedMail() {}

  /** Of a letter as the API shows it. */
  static Mail of(JsonNode letter) {
    try {
      Mail mail = MailJson.mapper().treeToValue(letter.path("mail"), Mail.class);
      Set<String> open = new HashSet<>();
      StreamSupport.stream(letter.path("recipients").spliterator(), false)
          .forEach(address -> open.add(address.asText()));
      List<Address> to = unserved(mail.to(), open);
      List<Address> cc = unserved(mail.cc(), open);
      List<Address> bcc = unserved(mail.bcc(), open);
      // A request needs somebody in "to"; those whom the mail was sent to already stay out of it.
      boolean promoteCc = to.isEmpty() && !cc.isEmpty();
      boolean promoteBcc = to.isEmpty() && cc.isEmpty();
      return mail.withRecipients(
          promoteCc ? cc : promoteBcc ? bcc.stream().limit(1).toList() : to,
          promoteCc ? List.of() : cc,
          promoteBcc ? bcc.stream().skip(1).toList() : bcc);
    } catch (JsonProcessingException e) {
      throw CommandFailed.refused("The mail of a dead letter can't be read: " + e.getMessage());
    }
  }

  private static List<Address> unserved(List<Address> addresses, Set<String> open) {
    return addresses.stream().filter(address -> open.contains(address.email())).toList();
  }
}
