package io.dromail.send;

import io.dromail.mail.SmtpFailure;
import java.time.Duration;
import java.util.Objects;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.PooledObjectState;
import org.apache.commons.pool2.impl.DefaultPooledObject;

/** Opens, tests and closes the connections of a profile. Thread-safe. */
final class SmtpConnections extends BasePooledObjectFactory<SmtpConnection> {

  private final ServerAccess access;
  private final Duration testAfterIdle;

  SmtpConnections(ServerAccess access, Duration testAfterIdle) {
    this.access = access;
    this.testAfterIdle = testAfterIdle;
  }

  /** A token may have been withdrawn before its time: then a new one gets a try, too. */
  @Override
  public SmtpConnection create() throws SmtpFailure {
    Login login = access.login();
    String secret = access.secret();
    try {
      return opened();
    } catch (SmtpFailure e) {
      if (!e.refusesLogin() || Objects.equals(secret, login.secret())) {
        throw e;
      }
      return opened();
    }
  }

  private SmtpConnection opened() throws SmtpFailure {
    SmtpConnection connection = new SmtpConnection(access);
    connection.open();
    access.offers(connection.hasSmtpUtf8());
    return connection;
  }

  @Override
  public PooledObject<SmtpConnection> wrap(SmtpConnection connection) {
    return new DefaultPooledObject<>(connection);
  }

  /** On return: is it fresh? Before use after some idle time: does it answer NOOP? */
  @Override
  public boolean validateObject(PooledObject<SmtpConnection> pooled) {
    SmtpConnection connection = pooled.getObject();
    if (!connection.isFresh(access.profile().mailsPerConnection(), access.profile().age())) {
      return false;
    }
    boolean returned = pooled.getState() == PooledObjectState.RETURNING;
    return returned
        || pooled.getIdleDuration().compareTo(testAfterIdle) < 0
        || connection.isConnected();
  }

  @Override
  public void destroyObject(PooledObject<SmtpConnection> pooled) throws Exception {
    pooled.getObject().close();
  }
}
