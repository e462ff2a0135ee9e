package io.dromail.send;

import com.nimbusds.oauth2.sdk.token.AccessToken;

/** Where the access tokens of a profile come from (RFC 6749). Used by one thread at a time. */
interface TokenSource {

  /** A new one. */
  AccessToken fetch() throws TokenFailure;
}
