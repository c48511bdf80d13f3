# SPDX-License-Identifier: Apache-2.0
# The targets that are not files: what one types. Included by the Makefile.

export BUILD PYTHON

help: ## this list
	@grep -hE '^[a-z_.-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 23

deps: ## install what is missing (apt)
	@deploy/deps.sh

demo: deps ## build, run the main job on an embedded store, show what comes out
	@$(MAKE) --no-print-directory -j$$(nproc) all
	@deploy/demo.sh

check: deps ## all tests, plain and under ASan and UBSan
	@$(MAKE) --no-print-directory -j$$(nproc) floors all tests
	@$(MAKE) --no-print-directory -j$$(nproc) all tests BUILD=build/sanitize SANITIZE=address,undefined
	@tests/run build build/sanitize

tests: all $(UNIT) $(GOLDEN) $(FLOW) ## build the tests
test: tests ## run the tests of this build alone
	@tests/run $(BUILD)

# Debian's libzmq and LMDB are not instrumented, so TSan cannot see how they
# order their own threads and would take their insides for races. It is told to
# leave alone what such a library does itself; our code has no suppressions.
# What crosses between our threads as a ZeroMQ message is copied on both sides.
# Reports go to files, for a process whose end no test looks at. The tests left
# out measure memory and time, which TSan takes a multiple of.
THREADED := test_threads test_subscribers test_retention test_poison test_duplicates test_restart test_signals test_keys
RACES    := $(CURDIR)/build/thread/race
thread: ## what makes threads meet, under TSan
	@$(MAKE) --no-print-directory -j$$(nproc) all $(THREADED:%=build/thread/tests/flow/%) BUILD=build/thread SANITIZE=thread
	@rm -f $(RACES).*
	@TSAN_OPTIONS="ignore_noninstrumented_modules=1 halt_on_error=1 exitcode=66 log_path=$(RACES)" \
	    tests/run $(patsubst %,--only flow/%,$(THREADED) test_stranger) build/thread; \
	status=$$?; cat $(RACES).* 2>/dev/null && exit 1; exit $$status

soak: all ## 200 kill cycles (CYCLES=n SEED=n)
	$(PYTHON) tests/fault/kill.py --build $(BUILD) --cycles $(or $(CYCLES),200) $(if $(SEED),--seed $(SEED))

check-containers: ## build and run docker-compose.yml, with an engine of its own where none runs
	@tests/containers/check.sh

floors: ## who may include whom
	@tests/floors.sh $(foreach floor,$(FLOORS),"$(floor): $(needs.$(floor))")

format: ## clang-format every file
	@deploy/deps.sh format
	clang-format -i $$(git ls-files '*.c' '*.h')

tidy: all ## clang-tidy every file
	@deploy/deps.sh tidy
	clang-tidy --quiet $$(git ls-files 'worker/*.c' 'client/*.c' 'proto/*.c') -- $(CPPFLAGS) -std=c11

fuzz: ## every fuzz target, SECONDS_EACH=10
	@deploy/deps.sh fuzz
	@$(MAKE) --no-print-directory -j$$(nproc) fuzzers BUILD=build/fuzz CC=clang SANITIZE=fuzzer-no-link,address,undefined \
	    FUZZFLAGS=-fsanitize=fuzzer
	@for target in $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c)); do \
	    tests/fuzz/run.sh build/fuzz/tests/fuzz/$$target $(or $(SECONDS_EACH),10) || exit 1; done
fuzzers: $(FUZZ)

coverage: ## line and branch coverage of the tests
	@deploy/deps.sh coverage
	@$(MAKE) --no-print-directory -j$$(nproc) all tests BUILD=build/coverage SANITIZE= \
	    CFLAGS="-std=c11 -O0 -g -fPIC -pthread --coverage -fprofile-update=atomic" LDFLAGS="-pthread --coverage"
	@tests/run build/coverage
	@gcovr --root . --object-directory build/coverage --filter 'worker/' --filter 'client/' --filter 'proto/' \
	    --gcov-ignore-parse-errors --print-summary --output build/coverage/report.txt | tail -4

bench: all $(BENCH) ## throughput, latency, memory; ratios to the raw parts
	@tests/bench/run.sh $(BUILD)

bench-peers: all $(PEER) ## durable throughput beside Redis, RabbitMQ, NATS, beanstalkd
	@tests/bench/peers/run.sh $(BUILD)

scores: all ## accuracy: SCORING=folder of score.py; SETS=folder of the sets, without it tests/newsroom
	@test -n "$(SCORING)" || { echo "usage: make scores SCORING=DIR [SETS=DIR]" >&2; exit 64; }
	$(PYTHON) tests/bench/scores.py --build $(BUILD) --scoring $(SCORING) \
		$(if $(SETS),--sets $(SETS),--newsroom tests/newsroom) $(if $(ARCHIVE),--archive)

gazetteer: ## rebuild the table of towns from GeoNames: PLACES=places.tsv.xz
	@test -n "$(PLACES)" || { echo "usage: make gazetteer PLACES=places.tsv.xz" >&2; exit 64; }
	$(PYTHON) worker/resolve/places.py $(PLACES) > $(BUILD)/places.bin && mv $(BUILD)/places.bin worker/resolve/places.bin
	@touch worker/resolve/towns.c

nouns: ## rebuild the table of nouns from WordNet (Debian: wordnet-base)
	$(PYTHON) worker/extract/noun.py > $(BUILD)/noun.def && mv $(BUILD)/noun.def worker/extract/noun.def

model: $(BUILD)/trainer ## rebuild the model from its inputs: TRAINING=folder with treebank/ and attribution/
	@test -n "$(TRAINING)" || { echo "usage: make model TRAINING=FOLDER" >&2; exit 64; }
	@deploy/deps.sh model
	@mkdir -p $(BUILD)/training/treebank $(BUILD)/training/attribution
	cp worker/train/articles/articles.jsonl $(BUILD)/training/attribution/own.jsonl
	cp $(TRAINING)/attribution/wikinews/articles.jsonl $(BUILD)/training/attribution/wikinews.jsonl
	cp $(TRAINING)/attribution/wikinews/gold.jsonl $(BUILD)/training/attribution/wikinews-gold.jsonl
	xz -dc $(TRAINING)/treebank/en_ewt-ud-train.conllu.xz > $(BUILD)/training/treebank/en_ewt-ud-train.conllu
	$(BUILD)/trainer make $(BUILD)/training $(BUILD)/en.model && mv $(BUILD)/en.model worker/model/en.model

install: all ## into PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib $(DESTDIR)$(PREFIX)/include/claimwire/v1
	install $(BUILD)/claimwired $(BUILD)/claimwire $(DESTDIR)$(PREFIX)/bin
	install -m 644 $(BUILD)/libclaimwire.a $(DESTDIR)$(PREFIX)/lib
	install $(BUILD)/libclaimwire.so $(DESTDIR)$(PREFIX)/lib/libclaimwire.so.1
	ln -sf libclaimwire.so.1 $(DESTDIR)$(PREFIX)/lib/libclaimwire.so
	install -m 644 client/claimwire.h $(DESTDIR)$(PREFIX)/include
	install -m 644 $(PUBLIC:.c=.h) $(DESTDIR)$(PREFIX)/include/claimwire/v1

compile_commands.json: ## the compile database
	@deploy/deps.sh database
	bear --output $@ -- $(MAKE) -B -j$$(nproc) all tests BUILD=build/database

clean: ## remove what was built
	rm -rf build compile_commands.json

.PHONY: all help deps demo check check-containers tests test thread soak floors format tidy fuzz fuzzers coverage bench bench-peers scores gazetteer nouns model install clean
