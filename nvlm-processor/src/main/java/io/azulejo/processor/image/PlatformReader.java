package io.azulejo.processor.image;

import java.util.Iterator;

import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * Readers of the Java platform's own, told by their package: what other plug-ins a deployment has on its class path
 * must not change how pictures look to the model. They decode JPEG and TIFF; the other formats are simple enough to be
 * read here, with Pillow's answers to what a format leaves open.
 */
final class PlatformReader {

    private PlatformReader() {}

    static ImageReaderSpi provider(String packageName) {
        Iterator<ImageReaderSpi> found = IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class,
                spi -> spi.getClass().getPackageName().equals(packageName), false);
        if (!found.hasNext()) {
            throw new IllegalStateException("this Java runtime has no " + packageName + ": it lacks java.desktop");
        }
        return found.next();
    }

    static ImageReader reader(ImageReaderSpi provider) {
        try {
            return provider.createReaderInstance();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
