package io.dromail.send;

import java.time.Duration;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.PooledObjectState;
import org.apache.commons.pool2.impl.DefaultPooledObject;

/** Opens, tests and closes the connections of a profile. Thread-safe. */
final class SmtpConnections extends BasePooledObjectFactory<SmtpConnection> {

  private final SmtpProfile profile;
  private final Duration testAfterIdle;

  SmtpConnections(SmtpProfile profile, Duration testAfterIdle) {
    this.profile = profile;
    this.testAfterIdle = testAfterIdle;
  }

  @Override
  public SmtpConnection create() throws Exception {
    SmtpConnection connection =
        new SmtpConnection(profile.name(), profile.session(), profile.server());
    connection.open();
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
    if (!connection.isFresh(profile.mailsPerConnection(), profile.age())) {
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
