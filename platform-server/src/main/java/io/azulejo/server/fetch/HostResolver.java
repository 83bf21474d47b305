package io.azulejo.server.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of hosts. Blocks. */
@FunctionalInterface
interface HostResolver {

    InetAddress[] resolve(String host) throws UnknownHostException;
}
