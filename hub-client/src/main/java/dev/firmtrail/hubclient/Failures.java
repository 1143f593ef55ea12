package dev.firmtrail.hubclient;

import dev.firmtrail.state.Shown;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Network failures in words, and whether a further try has a chance. */
final class Failures {
  private Failures() {}

  /** Whether the same request may succeed in a moment. */
  static boolean mayPass(IOException failure) {
    if (failure instanceof HubException known) {
      return known.kind() == HubException.Kind.UNREACHABLE;
    }
    return !(failure instanceof SSLException)
        && !(failure instanceof ClosedByInterruptException)
        && !isUnknownHost(failure)
        && !Thread.currentThread().isInterrupted();
  }

  /** Whether it is certain that the request did not reach the other side. */
  static boolean neverSent(IOException failure) {
    return failure instanceof ConnectException
        || failure instanceof HttpConnectTimeoutException
        || (failure.getCause() instanceof IOException cause && neverSent(cause));
  }

  static HubException explain(URI uri, IOException failure) {
    if (failure instanceof HubException known) {
      return known;
    }
    if (Thread.currentThread().isInterrupted() || failure instanceof ClosedByInterruptException) {
      return Interruptions.passOn(failure);
    }
    String host = uri.getScheme() + "://" + Addresses.hostAndPort(uri);
    String what =
        switch (failure) {
          case SSLException tls -> "no safe connection to " + host + ": " + distrust(tls);
          case HttpTimeoutException slow -> host + " is too slow: " + reason(slow);
          case ConnectException refused when isUnknownHost(refused) ->
              "there is no host "
                  + Shown.text(uri.getHost())
                  + "; check the address and the network";
          case ConnectException refused -> "cannot reach " + host + ": " + reason(refused);
          default -> "the connection to " + host + " broke: " + reason(failure);
        };
    return new HubException(HubException.Kind.UNREACHABLE, what, failure);
  }

  private static boolean isUnknownHost(IOException failure) {
    for (Optional<Throwable> cause = Optional.of(failure);
        cause.isPresent();
        cause = cause.map(Throwable::getCause)) {
      if (cause.get() instanceof UnresolvedAddressException
          || cause.get() instanceof java.net.UnknownHostException) {
        return true;
      }
    }
    return false;
  }

  /** The JDK says it in names of classes. */
  private static String distrust(SSLException tls) {
    if (isCausedBy(tls, CertificateExpiredException.class)) {
      return "its certificate has expired; whoever runs it has to renew it (or this machine's clock is wrong)";
    }
    if (isCausedBy(tls, CertificateNotYetValidException.class)) {
      return "its certificate is not valid yet; is this machine's clock right?";
    }
    if (isCausedBy(tls, CertPathBuilderException.class)
        || isCausedBy(tls, CertPathValidatorException.class)) {
      return "its certificate is signed by nobody that this machine trusts; check the address, or trust its authority on this machine";
    }
    if (isCausedBy(tls, CertificateException.class)) {
      return "its certificate is for another name; check the address (" + reason(tls) + ")";
    }
    return reason(tls);
  }

  private static boolean isCausedBy(Throwable failure, Class<? extends Exception> kind) {
    return Stream.iterate(
            Optional.of(failure), Optional::isPresent, f -> f.map(Throwable::getCause))
        .flatMap(Optional::stream)
        .anyMatch(kind::isInstance);
  }

  private static String reason(IOException failure) {
    String message = Optional.ofNullable(failure.getMessage()).orElse("");
    // The JDK closes a body that broke: who reads after that is told only "closed", and the cause.
    if (message.equals("closed") && failure.getCause() instanceof IOException broke) {
      return reason(broke);
    }
    if (message.isBlank() && failure instanceof ConnectException) {
      return "nothing answers there";
    }
    return message.isBlank() ? failure.getClass().getSimpleName() : Shown.text(message);
  }
}
