package io.sluice.gateway.form;

import io.sluice.contracts.routing.UploadedFile;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.errors.Refusals;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a form as it comes. Netty's decoder takes it apart (its limits of fields are {@code quarkus.http.limits.max-form-*}); files go to a {@link
 * Spool} each. What it does not accept, or what ends before its closing boundary, is refused whole. On the event loop of the request; resumes a
 * paused request.
 */
public final class FormReader {

    /** OpenAI takes 16 images and a mask in an edit: platform.openai.com/docs/api-reference/images/createEdit (seen 2026-11-26). */
    private static final int MOST_FILES = 20;

    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=(?:\"([^\"]{1,200})\"|([^\\s;\"]{1,200}))", Pattern.CASE_INSENSITIVE);

    /** Of the end of a body: the closing boundary is in it. */
    private static final int TAIL = 256;

    private final HttpServerRequest request;
    private final long limit;
    private final String closing;
    private final Consumer<Form> receiver;
    private final Consumer<Refusal> refused;
    private final Context loop;
    private final List<Part> parts = new ArrayList<>(1);
    private byte[] tail = {};
    private long length;
    private int stopped;
    private boolean over;

    private record Part(HttpServerFileUpload upload, Spool spool) {}

    private FormReader(
            HttpServerRequest request, long limit, String closing, Consumer<Form> receiver, Consumer<Refusal> refused) {
        this.request = request;
        this.limit = limit;
        this.closing = closing;
        this.receiver = receiver;
        this.refused = refused;
        this.loop = Vertx.currentContext();
    }

    public static boolean isForm(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    /** One of the two is called, once; none when the client leaves before the end. */
    public static void read(HttpServerRequest request, long limit, Consumer<Form> receiver, Consumer<Refusal> refused) {
        Matcher boundary = BOUNDARY.matcher(String.valueOf(request.getHeader(HttpHeaders.CONTENT_TYPE)));
        if (!boundary.find()) {
            refused.accept(Refusals.malformedForm("its content-type names no boundary"));
            return;
        }
        String mark = boundary.group(1) != null ? boundary.group(1) : boundary.group(2);
        new FormReader(request, limit, "--" + mark + "--", receiver, refused).start();
    }

    private void start() {
        try {
            request.setExpectMultipart(true);
        } catch (RuntimeException notAForm) {
            refuse(Refusals.malformedForm(reason(notAForm)));
            return;
        }
        request.uploadHandler(this::file);
        request.handler(this::count);
        request.exceptionHandler(fault -> refuse(Refusals.malformedForm(reason(fault))));
        request.endHandler(ignored -> end());
        request.resume();
    }

    private void file(HttpServerFileUpload upload) {
        if (over) {
            return;
        }
        if (parts.size() == MOST_FILES) {
            refuse(Refusals.malformedForm("it has more than " + MOST_FILES + " files"));
            return;
        }
        Spool spool = new Spool(loop, this::stopReading, this::readOn);
        parts.add(new Part(upload, spool));
        upload.handler(bytes -> {
            if (!over) {
                spool.append(bytes);
            }
        });
    }

    private void stopReading() {
        stopped++;
        request.pause();
    }

    private void readOn() {
        if (--stopped == 0) {
            request.resume();
        }
    }

    private void count(Buffer piece) {
        length += piece.length();
        if (over) {
            return;
        }
        if (length > limit) {
            refuse(Refusals.tooLarge(limit));
            return;
        }
        byte[] last = piece.getBytes(Math.max(0, piece.length() - TAIL), piece.length());
        int kept = Math.min(tail.length, TAIL - last.length);
        byte[] both = new byte[kept + last.length];
        System.arraycopy(tail, tail.length - kept, both, 0, kept);
        System.arraycopy(last, 0, both, kept, last.length);
        tail = both;
    }

    private void end() {
        if (over) {
            return;
        }
        if (!new String(tail, StandardCharsets.ISO_8859_1).contains(closing)) {
            refuse(Refusals.malformedForm("it ends before its closing boundary"));
            return;
        }
        over = true;
        byte[] fields = FormFields.json(request.formAttributes().entries());
        List<Future<ByteBuffer>> contents =
                parts.stream().map(part -> part.spool.finish()).toList();
        Future.all(contents).onComplete(done -> {
            if (done.failed()) {
                parts.forEach(part -> part.spool.discard());
                refused.accept(Refusals.noRoomForUpload());
            } else {
                receiver.accept(form(fields, contents));
            }
        });
    }

    private Form form(byte[] fields, List<Future<ByteBuffer>> contents) {
        List<UploadedFile> files = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            HttpServerFileUpload upload = parts.get(i).upload;
            files.add(new UploadedFile(
                    upload.name(),
                    or(upload.filename(), "file"),
                    or(upload.contentType(), "application/octet-stream"),
                    contents.get(i).result()));
        }
        return new Form(fields, files);
    }

    private static String or(@Nullable String said, String otherwise) {
        return said == null || said.isEmpty() ? otherwise : said;
    }

    private void refuse(Refusal refusal) {
        if (!over) {
            over = true;
            parts.forEach(part -> part.spool.discard());
            refused.accept(refusal);
        }
    }

    /** Netty's words are about the form; what else goes wrong says only what kind it is. */
    private static String reason(Throwable fault) {
        String said = fault.getMessage();
        boolean netty = fault.getClass().getName().startsWith("io.netty.handler.codec.http.multipart.");
        return netty && said != null
                ? said
                : "it cannot be read (" + fault.getClass().getSimpleName() + ")";
    }
}
