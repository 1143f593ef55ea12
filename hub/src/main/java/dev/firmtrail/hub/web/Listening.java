package dev.firmtrail.hub.web;

import java.nio.channels.ServerSocketChannel;
import java.util.Optional;

/**
 * How connections are taken.
 *
 * @param channel bound already; whoever serves on it closes it
 * @param tls outermost on each, where there is any
 * @param proxies who may say for whom a connection is
 */
public record Listening(
    ServerSocketChannel channel, Optional<Tls> tls, TrustedProxies proxies, Limits limits) {}
