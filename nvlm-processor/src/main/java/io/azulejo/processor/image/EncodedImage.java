package io.azulejo.processor.image;

/** A picture file whose header has been read. */
sealed interface EncodedImage permits JpegImage, PngImage, GifImage, WebpImage, BmpImage, TiffImage {

    ImageInfo info();

    /** The pixels as stored, not turned. Called only when {@link #info()} lies within the limits. */
    RgbImage decode();
}
