package org.onrecord.graphql.answer;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.json.Json;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.onrecord.graphql.capacity.CapacitySettings;
import org.onrecord.graphql.jdbc.RecordWatch;
import org.onrecord.graphql.request.GraphqlRequest;
import org.onrecord.graphql.request.Sha256;

/**
 * Keeps answers, within a bound on their bytes, for as long as the record does not change. Requests for one that is
 * being worked out wait for it.
 */
@Singleton
// The kind of cache that is made here, of which the native executable does not know by itself.
@RegisterForReflection(classNames = "com.github.benmanes.caffeine.cache.SSSMW")
public class Answers {

    /** What an entry takes beside its body, about. */
    private static final int OVERHEAD = 500;

    /** The codes of errors that another client's request for the same need not have. */
    private static final Set<String> OF_ITS_CLIENT = Set.of("RATE_LIMITED", "TIMEOUT");

    private final RecordWatch watch;
    private final AsyncCache<EntityTag, Answer> kept;

    Answers(RecordWatch watch, CapacitySettings capacity, MeterRegistry registry) {
        this.watch = watch;
        this.kept = Caffeine.newBuilder()
                .maximumWeight(capacity.cache().responses().asLongValue())
                .weigher((EntityTag tag, Answer answer) -> answer.body().length() + OVERHEAD)
                .recordStats()
                .executor(Runnable::run)
                .buildAsync();
        CaffeineCacheMetrics.monitor(registry, kept, "answers");
    }

    /**
     * What stands for the answer to a request while the record is as it is: equal for equal requests, on every
     * instance. Empty while it is not known whether the record has changed.
     *
     * @param schemaVersion changes where the same request may be answered otherwise by another version of the service
     */
    public Optional<EntityTag> tag(String schemaVersion, GraphqlRequest request, String document) {
        // As JSON, in which no part can run into the next.
        return watch.version()
                .map(current -> Json.encode(List.of(
                        current,
                        schemaVersion,
                        document,
                        request.operationName().orElse(""),
                        request.variables(),
                        request.wantsCost())))
                // A lone surrogate would have the hash of any other, a number beyond all bounds that of this text.
                .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text) && !text.contains("Infinity"))
                .map(text -> new EntityTag(Sha256.of(text)));
    }

    /**
     * The answer with a tag: kept, being worked out, or worked out now.
     *
     * <p>Another client's lack of time or of free turns is not for this one to bear: where it is being worked out for
     * such a client in vain, it is worked out anew. A client without free turns lets no one wait for it.
     *
     * @param mayBeAwaited whether others may wait for what is worked out for this request
     */
    public CompletableFuture<Answer> get(
            EntityTag tag, boolean mayBeAwaited, Supplier<CompletableFuture<Answer>> working) {
        if (!mayBeAwaited && kept.getIfPresent(tag) == null) {
            return workOutAlone(tag, working);
        }
        AtomicBoolean isOwn = new AtomicBoolean();
        CompletableFuture<Answer> answer = kept.get(tag, (key, threads) -> {
            isOwn.set(true);
            return working.get();
        });
        return answer.thenCompose(done -> {
            if (!done.isLasting()) {
                kept.asMap().remove(tag, answer);
            }
            return isOwn.get() || Collections.disjoint(done.codes(), OF_ITS_CLIENT)
                    ? CompletableFuture.completedFuture(done)
                    : workOutAlone(tag, working);
        });
    }

    private CompletableFuture<Answer> workOutAlone(EntityTag tag, Supplier<CompletableFuture<Answer>> working) {
        return working.get().thenApply(answer -> {
            if (answer.isLasting()) {
                kept.put(tag, CompletableFuture.completedFuture(answer));
            }
            return answer;
        });
    }
}
