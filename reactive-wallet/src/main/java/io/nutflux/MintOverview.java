package io.nutflux;

import io.nutflux.model.KeysetInfo;
import io.nutflux.model.MintInfo;
import io.nutflux.model.MintUrl;
import java.util.List;

/** What a mint says of itself (NUT-06) and its keysets (NUT-02). */
public record MintOverview(MintUrl mint, MintInfo info, List<KeysetInfo> keysets) {

    public MintOverview {
        keysets = List.copyOf(keysets);
    }
}
