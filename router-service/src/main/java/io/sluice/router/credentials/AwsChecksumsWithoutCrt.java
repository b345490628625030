package io.sluice.router.credentials;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;

/**
 * In a native executable only: AWS's checksums without their optional C library (aws-crt), which Sluice does not ship. On the JVM the class finds
 * out at run time that the library is missing; a native compiler links what these methods name before that. The signer needs SHA-256 alone.
 */
@TargetClass(className = "software.amazon.awssdk.checksums.internal.ChecksumProvider")
final class AwsChecksumsWithoutCrt {

    private AwsChecksumsWithoutCrt() {}

    /** Null says that there is none: the JDK's is taken. */
    @Substitute
    static @Nullable SdkChecksum createCrtCrc32C() {
        return null;
    }

    @Substitute
    static SdkChecksum crc64NvmeCrtImplementation() {
        throw new UnsupportedOperationException("CRC64NVME needs software.amazon.awssdk.crt:aws-crt");
    }

    @Substitute
    static SdkChecksum crtXxHash(ChecksumAlgorithm algorithm) {
        throw new UnsupportedOperationException(algorithm.algorithmId() + " needs software.amazon.awssdk.crt:aws-crt");
    }
}
