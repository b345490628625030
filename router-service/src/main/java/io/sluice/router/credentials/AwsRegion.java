package io.sluice.router.credentials;

import io.sluice.router.deployment.Target;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The AWS region of a deployment: named with the model ({@code eu-west-1/...}, or in an ARN), in the parameters, or in the environment. */
public final class AwsRegion {

    private static final String USUAL = "us-east-1";
    private static final Pattern PREFIX = Pattern.compile("(?:^|/)([a-z]{2}(?:-[a-z]+)+-\\d)/");
    private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:[a-z-]+:([a-z0-9-]+):");

    private AwsRegion() {}

    public static String of(Target target) {
        return inModel(target)
                .or(() -> target.params().string("aws_region_name"))
                .orElse(USUAL);
    }

    /** The region that the model's name holds. */
    public static Optional<String> inModel(Target target) {
        for (Pattern pattern : new Pattern[] {ARN, PREFIX}) {
            Matcher found = pattern.matcher(target.providerModel());
            if (found.find()) {
                return Optional.of(found.group(1));
            }
        }
        return Optional.empty();
    }

    /** A model's name without its region in front. */
    public static String without(String model) {
        Matcher found = PREFIX.matcher(model);
        return found.lookingAt() ? model.substring(found.end()) : model;
    }

    /** What the names of the region's hosts end with. */
    public static String domain(String region) {
        return region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
    }
}
