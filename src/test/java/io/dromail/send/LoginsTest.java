package io.dromail.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginsTest {

  @TempDir private Path data;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mechanism=ntlm                                      | authentication must be one of none, auto, plain, login, cram-md5, xoauth2, not 'ntlm'
          mechanism=plain                                     | user is missing
          mechanism=auto,user=u                               | password is missing
          user=u                                              | password is missing
          mechanism=none,user=u                               | user is given, but authentication is none
          mechanism=plain,user=u,password=p,clientId=c        | an access token needs authentication xoauth2, not plain
          mechanism=xoauth2                                   | user is missing
          mechanism=xoauth2,user=u                            | clientId is missing
          mechanism=xoauth2,user=u,password=p                 | password is given, but authentication is xoauth2
          clientId=c                                          | user is missing
          user=u,clientId=c                                   | clientSecret is missing
          user=u,clientId=c,clientSecret=s                    | tenant (Microsoft) or tokenUrl is missing
          user=u,clientId=c,clientSecret=s,tenant=a/b         | tenant must be an id or a domain
          user=u,clientId=c,clientSecret=s,tokenUrl=http://x  | tokenUrl must begin with https:// and a host
          user=u,clientId=c,clientSecret=s,tokenUrl=https:    | tokenUrl can't be read as a URL
          user=u,clientId=c,clientSecret=s,tokenUrl=https://% | tokenUrl can't be read as a URL
          user=u,refreshToken=r                               | clientId is missing
          user=u,clientId=c,refreshToken=r                    | tenant (Microsoft) or tokenUrl is missing
          user=u,refreshToken=r,serviceAccountFile=f          | refreshToken and serviceAccountFile are both given
          user=u,serviceAccountFile=/nowhere                  | serviceAccountFile /nowhere can't be read
          """)
  void saysInOneSentenceWhatIsWrong(String settings, String sentence) {
    assertThatThrownBy(() -> Logins.of(LoginBlock.of(settings.split("[,=]")).settings(), data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("profile office: " + sentence);
  }

  @Test
  void refusesAProfileWhoseNameCannotBeAFile() {
    assertThatThrownBy(() -> Logins.of(LoginBlock.of("profile", "../up").settings(), data))
        .hasMessageStartingWith("profile ../up: the name must be");
  }

  @ParameterizedTest
  @CsvSource({
    "mechanism=none, no login",
    "profile=x, no login",
    "user=u=password=p, auto as u",
    "mechanism=CRAM-MD5=user=u=password=p, cram-md5 as u",
    "user=u=clientId=c=clientSecret=s=tenant=example.com, xoauth2 as u",
    "user=u=clientId=c=refreshToken=r=tenant=example.com, xoauth2 as u",
    "user=u=clientId=1.apps.googleusercontent.com=refreshToken=r, xoauth2 as u"
  })
  void choosesTheMechanismThatTheSettingsSuggest(String settings, String login) {
    assertThat(Logins.of(LoginBlock.of(settings.split("=")).settings(), data)).hasToString(login);
  }

  @Test
  void asksMicrosoftForTheTenant() {
    assertThat(LoginBlock.of("tenant", "example.onmicrosoft.com").settings().endpoint(""))
        .isEqualTo(
            URI.create(
                "https://login.microsoftonline.com/example.onmicrosoft.com/oauth2/v2.0/token"));
  }

  @Test
  void neverFallsBackToSomethingWeaker() {
    Properties session = new Properties();

    Mechanism.CRAM_MD5.configure(session, "mail.smtps.");

    assertThat(session)
        .containsEntry("mail.smtps.auth.mechanisms", "CRAM-MD5")
        .containsEntry("mail.smtps.sasl.mechanisms", "CRAM-MD5");
  }

  @Test
  void printsNoSecret() {
    LoginSettings settings =
        LoginBlock.refreshToken("https://id.example.com/token")
            .with("password", LoginBlock.PASSWORD)
            .settings();

    assertThat(settings).hasToString("login of profile office as office@example.com");
    assertThat(
            Logins.of(LoginBlock.of("user", "u", "password", LoginBlock.PASSWORD).settings(), data))
        .hasToString("auto as u");
  }
}
