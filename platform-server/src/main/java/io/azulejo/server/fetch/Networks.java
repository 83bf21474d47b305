package io.azulejo.server.fetch;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;

/**
 * Which addresses may be reached: public ones, by the special-purpose registries of IANA (RFC 6890), and those that are
 * allowed by name. Java has IPv4 addresses inside IPv6 ones (::ffff:0:0/96) as what they are.
 */
final class Networks {

    /** This host, private, shared, loopback, link-local, protocol, test, 6to4 relays, benchmarks, multicast, reserved. */
    private static final List<IpSubnetFilterRule> SPECIAL_4 = rules(Stream.of("0.0.0.0/8", "10.0.0.0/8",
            "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",
            "240.0.0.0/4",
            // Where Azure's machines ask about themselves.
            "168.63.129.16/32"));
    /** All that is public; so what is local, multicast, NAT64 or holds an IPv4 address in its end is not. */
    private static final IpSubnetFilterRule PUBLIC_6 = rule("2000::/3");
    /** Protocols (Teredo among them), documentation, 6to4. */
    private static final List<IpSubnetFilterRule> SPECIAL_6 = rules(
            Stream.of("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"));

    private final List<IpSubnetFilterRule> allowed;

    /** @throws IllegalArgumentException where one is no network */
    Networks(List<String> allowed) {
        this.allowed = rules(allowed.stream());
    }

    boolean mayReach(InetAddress address) {
        return isIn(allowed, address) || isPublic(address);
    }

    private static boolean isPublic(InetAddress address) {
        return address instanceof Inet4Address
                ? !isIn(SPECIAL_4, address)
                : isIn(List.of(PUBLIC_6), address) && !isIn(SPECIAL_6, address);
    }

    private static boolean isIn(List<IpSubnetFilterRule> networks, InetAddress address) {
        InetSocketAddress socket = new InetSocketAddress(address, 1);
        return networks.stream().anyMatch(network -> network.matches(socket));
    }

    private static List<IpSubnetFilterRule> rules(Stream<String> networks) {
        return networks.map(Networks::rule).toList();
    }

    private static IpSubnetFilterRule rule(String network) {
        try {
            return new IpSubnetFilterRule(network, IpFilterRuleType.ACCEPT);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("'" + network + "' in azulejo.attachments.fetch.allowed-networks is no "
                    + "network; write it like 10.1.0.0/16.", e);
        }
    }
}
