package io.sluice.grantor;

import io.sluice.contracts.admission.Grantor;

class InProcessGrantorTest extends GrantorContract {

    private final Grantor grantor = new InProcessGrantor(TERMS, clock::get);

    @Override
    Grantor grantor() {
        return grantor;
    }
}
