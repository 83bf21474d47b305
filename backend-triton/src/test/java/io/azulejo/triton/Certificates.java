package io.azulejo.triton;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A certificate that vouches for itself, and its key, as files.
 *
 * @param certificate PEM
 * @param key PEM, PKCS 8
 */
record Certificates(Path certificate, Path key) {

    private static final String PASSWORD = "for-this-test";

    /** Of 127.0.0.1, made by the JDK's own tool. */
    static Certificates make(Path directory, String name) throws IOException, InterruptedException,
            GeneralSecurityException {
        Path store = directory.resolve(name + ".p12");
        Process tool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", name, "-keyalg", "RSA", "-keysize", "2048", "-validity", "2", "-dname",
                "CN=" + name, "-ext", "san=ip:127.0.0.1", "-ext", "bc:c", "-keystore", store.toString(), "-storetype",
                "PKCS12", "-storepass", PASSWORD).redirectErrorStream(true).start();
        String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tool.waitFor()).as(output).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return new Certificates(
                pem(directory.resolve(name + ".crt"), "CERTIFICATE", keys.getCertificate(name).getEncoded()),
                pem(directory.resolve(name + ".key"), "PRIVATE KEY",
                        keys.getKey(name, PASSWORD.toCharArray()).getEncoded()));
    }

    private static Path pem(Path file, String label, byte[] content) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n");
    }
}
