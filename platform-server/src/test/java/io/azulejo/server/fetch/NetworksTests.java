package io.azulejo.server.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NetworksTests {

    private final Networks none = new Networks(List.of());

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.0.9",
            "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.168.1.1", "198.18.0.1",
            "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
            "168.63.129.16", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1", "64:ff9b::7f00:1",
            "64:ff9b::808:808", "64:ff9b:1::a00:1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1",
            "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1"})
    void addressWhenItIsNotPublicThenMayNotBeReached(String address) throws UnknownHostException {
        assertThat(none.mayReach(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255",
            "172.32.0.0", "192.167.255.255", "223.255.255.255", "::ffff:8.8.8.8", "2001:4860:4860::8888",
            "2606:4700::1111", "2a00:1450:4001::200e"})
    void addressWhenItIsPublicThenMayBeReached(String address) throws UnknownHostException {
        assertThat(none.mayReach(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void addressWhenItsNetworkIsAllowedThenMayBeReachedAndItsNeighboursMayNot() throws UnknownHostException {
        Networks some = new Networks(List.of("10.1.0.0/16", "fd12::/32"));
        assertThat(some.mayReach(InetAddress.getByName("10.1.255.1"))).isTrue();
        assertThat(some.mayReach(InetAddress.getByName("10.2.0.1"))).isFalse();
        assertThat(some.mayReach(InetAddress.getByName("fd12::1"))).isTrue();
        assertThat(some.mayReach(InetAddress.getByName("fd13::1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.0.0", "10.1.0.0/99", "intranet/8", ""})
    void settingWhenItIsNoNetworkThenIsNamed(String network) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Networks(List.of(network)))
                .withMessageContaining("allowed-networks");
    }
}
