package io.dromail.doctor;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A range of addresses (RFC 4632, RFC 4291 section 2.3).
 *
 * @param address the first bytes of which count
 * @param prefix how many bits of them
 */
record Network(byte[] address, int prefix) {

  /**
   * Reads {@code 192.0.2.0/24} or {@code 2001:db8::/32}; without a prefix it is one address.
   *
   * @throws BadRecord if it's neither
   */
  static Network of(String text) throws BadRecord {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    if (!host.matches("\\d+(\\.\\d+){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
      throw new BadRecord("'" + text + "' is no address");
    }
    try {
      // A literal, so nobody is asked.
      byte[] address = InetAddress.getByName(host).getAddress();
      int bits = address.length * 8;
      int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
      if (prefix < 0 || prefix > bits) {
        throw new BadRecord("'" + text + "' has no prefix from 0 to " + bits);
      }
      return new Network(address, prefix);
    } catch (UnknownHostException | NumberFormatException e) {
      throw new BadRecord("'" + text + "' is no address");
    }
  }

  /** The same address with another prefix; -1 for all of it. */
  Network withPrefix(int bits) {
    return new Network(address, bits < 0 ? address.length * 8 : bits);
  }

  /** Whether all of the other's addresses are in it. */
  boolean covers(Network other) {
    if (address.length != other.address.length || prefix > other.prefix) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((address[bit / 8] & mask) != (other.address[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
