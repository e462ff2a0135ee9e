package io.dromail.broker;

import java.util.Map;
import java.util.Set;
import org.apache.qpid.server.model.KeyStore;
import org.apache.qpid.server.model.TrustStore;
import org.apache.qpid.server.store.jdbc.ConnectionProvider;
import org.apache.qpid.server.store.jdbc.JDBCConnectionProviderFactory;

/**
 * By which Qpid finds {@link StoreConnections}: {@code "connectionPoolType": "DROMAIL"} in {@code
 * embedded-broker.json}.
 */
public final class StoreConnectionsFactory implements JDBCConnectionProviderFactory {

  @Override
  public String getType() {
    return "DROMAIL";
  }

  @Override
  public ConnectionProvider getConnectionProvider(
      String connectionUrl,
      String username,
      String password,
      KeyStore<?> keyStore,
      String keyStorePathPropertyName,
      String keyStorePasswordPropertyName,
      TrustStore<?> trustStore,
      String trustStorePathPropertyName,
      String trustStorePasswordPropertyName,
      Map<String, String> providerAttributes) {
    return new StoreConnections(connectionUrl);
  }

  @Override
  public Set<String> getProviderAttributeNames() {
    return Set.of();
  }
}
