package io.azulejo.api.backend;

/**
 * The version of this SPI, by the rules of semantic versioning: a plugin made for a version works with every later one of
 * the same major number. A plugin names the versions that it works with in its manifest, such as
 * {@code Plugin-Requires: >=1.0.0 & <2.0.0}.
 */
public final class SpiVersion {

    public static final String CURRENT = "1.1.0";

    private SpiVersion() {}
}
