package io.nutflux.store.sql;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.client.EncodedParameter;
import io.r2dbc.postgresql.codec.Codec;
import io.r2dbc.postgresql.codec.CodecRegistry;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.postgresql.extension.CodecRegistrar;
import io.r2dbc.postgresql.message.Format;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Bytes, and the arrays that stand for many rows, in PostgreSQL's binary form. The driver's own codecs write both as text,
 * bytes as two digits each, which was most of what its threads did in a batch; see
 * docs/decisions/postgres-binary-parameters.md.
 *
 * <p>An array is its number of dimensions, whether it has nulls, the type of its elements, then length and first index of
 * its dimension, each in four bytes; then each element, its length before it, which is -1 for null.
 */
final class BinaryParameters implements Codec<Object> {

    private static final int INT = 4;
    private static final int LONG = 8;
    private static final int HEADER = 5 * INT;
    private static final int FIRST_INDEX = 1;
    private static final int NULL_LENGTH = -1;

    /** Teaches each new connection. */
    static final class Registrar implements CodecRegistrar {

        @Override
        public Publisher<Void> register(
                PostgresqlConnection connection, ByteBufAllocator allocator, CodecRegistry registry) {
            return Mono.fromRunnable(() -> registry.addFirst(new BinaryParameters(allocator)));
        }
    }

    private final ByteBufAllocator allocator;

    BinaryParameters(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    @Override
    public boolean canEncode(Object value) {
        return value instanceof SqlArray || value instanceof SqlBytes;
    }

    @Override
    public EncodedParameter encode(Object value) {
        return value instanceof SqlBytes bytes ? encoded(bytes.bytes()) : encoded((SqlArray) value);
    }

    @Override
    public EncodedParameter encode(Object value, int dataType) {
        return encode(value);
    }

    @Override
    public boolean canEncodeNull(Class<?> type) {
        return false;
    }

    @Override
    public EncodedParameter encodeNull() {
        throw new UnsupportedOperationException("nulls are the driver's");
    }

    @Override
    public boolean canDecode(int dataType, Format format, Class<?> type) {
        return false;
    }

    @Override
    public @Nullable Object decode(@Nullable ByteBuf buffer, int dataType, Format format, Class<?> type) {
        throw new UnsupportedOperationException("what comes back is the driver's");
    }

    private EncodedParameter encoded(byte[] bytes) {
        return encoded(
                PostgresqlObjectId.BYTEA,
                Mono.fromSupplier(() -> allocator.buffer(bytes.length).writeBytes(bytes)));
    }

    private EncodedParameter encoded(SqlArray array) {
        PostgresqlObjectId type = switch (array.type()) {
            case TEXT -> PostgresqlObjectId.TEXT_ARRAY;
            case BIGINT -> PostgresqlObjectId.INT8_ARRAY;
            case BYTEA -> PostgresqlObjectId.BYTEA_ARRAY;
        };
        return encoded(type, Mono.fromSupplier(() -> written(array)));
    }

    private static EncodedParameter encoded(PostgresqlObjectId type, Mono<ByteBuf> value) {
        return new EncodedParameter(Format.FORMAT_BINARY, type.getObjectId(), value);
    }

    ByteBuf written(SqlArray array) {
        List<@Nullable Object> elements = array.elements();
        boolean hasNulls = elements.contains(null);
        ByteBuf buffer = allocator.buffer(size(elements));
        buffer.writeInt(elements.isEmpty() ? 0 : 1).writeInt(hasNulls ? 1 : 0).writeInt(elementType(array.type()));
        if (!elements.isEmpty()) {
            buffer.writeInt(elements.size()).writeInt(FIRST_INDEX);
            elements.forEach(element -> write(buffer, element));
        }
        return buffer;
    }

    private static int elementType(SqlArray.Type type) {
        return switch (type) {
            case TEXT -> PostgresqlObjectId.TEXT.getObjectId();
            case BIGINT -> PostgresqlObjectId.INT8.getObjectId();
            case BYTEA -> PostgresqlObjectId.BYTEA.getObjectId();
        };
    }

    private static void write(ByteBuf buffer, @Nullable Object element) {
        if (element == null) {
            buffer.writeInt(NULL_LENGTH);
        } else if (element instanceof byte[] bytes) {
            buffer.writeInt(bytes.length).writeBytes(bytes);
        } else if (element instanceof Long number) {
            buffer.writeInt(LONG).writeLong(number);
        } else {
            String text = (String) element;
            int length = ByteBufUtil.utf8Bytes(text);
            buffer.writeInt(length);
            ByteBufUtil.reserveAndWriteUtf8(buffer, text, length);
        }
    }

    private static int size(List<@Nullable Object> elements) {
        int size = HEADER;
        for (Object element : elements) {
            size = Math.addExact(size, INT + length(element));
        }
        return size;
    }

    private static int length(@Nullable Object element) {
        if (element == null) {
            return 0;
        }
        return element instanceof byte[] bytes
                ? bytes.length
                : element instanceof String text ? ByteBufUtil.utf8Bytes(text) : LONG;
    }
}
