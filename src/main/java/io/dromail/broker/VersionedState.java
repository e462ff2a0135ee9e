package io.dromail.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.GetResponse;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * A shared state as it lies in its queue.
 *
 * @param bytes of no length before there is one
 * @param version one more with each change
 */
record VersionedState(byte[] bytes, long version) {

  static final VersionedState NONE = new VersionedState(new byte[0], 0);

  private static final String VERSION = "version";

  static VersionedState of(List<GetResponse> messages, BinaryOperator<byte[]> merge) {
    VersionedState all = NONE;
    for (GetResponse message : messages) {
      Map<String, Object> headers = message.getProps().getHeaders();
      long version =
          headers != null && headers.get(VERSION) instanceof Number number ? number.longValue() : 0;
      all = all.and(new VersionedState(message.getBody(), version), merge);
    }
    return all;
  }

  VersionedState and(VersionedState other, BinaryOperator<byte[]> merge) {
    byte[] both =
        bytes.length == 0
            ? other.bytes
            : other.bytes.length == 0 ? bytes : merge.apply(bytes, other.bytes);
    return new VersionedState(both, Math.max(version, other.version));
  }

  VersionedState next(byte[] changed) {
    return new VersionedState(changed, version + 1);
  }

  AMQP.BasicProperties properties() {
    return new AMQP.BasicProperties.Builder()
        .deliveryMode(2)
        .contentType("application/json")
        .headers(Map.of(VERSION, version))
        .build();
  }
}
