package io.dromail.broker;

import com.rabbitmq.client.Channel;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** A channel without a broker, which a test plays. */
final class PlayedChannel {

  private PlayedChannel() {}

  static Channel by(InvocationHandler calls) {
    return (Channel)
        Proxy.newProxyInstance(
            Channel.class.getClassLoader(), new Class<?>[] {Channel.class}, calls);
  }
}
