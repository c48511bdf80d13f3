# SPDX-License-Identifier: Apache-2.0
# claimwire. `make help` lists the targets; every file is built by the rules
# below and there is no recursive build, only whole builds in another folder
# (build/sanitize, build/thread, build/fuzz) with other flags.

CC       ?= cc
PYTHON   ?= /usr/bin/python3
PREFIX   ?= /usr/local
BUILD    ?= build
SANITIZE ?=

CPPFLAGS += -I. -Iworker -Itests -I$(BUILD)/gen -I/usr/include/libxml2 -D_GNU_SOURCE -MMD -MP
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wconversion -Wvla -Werror
HARDEN   := -fstack-protector-strong -fcf-protection $(if $(SANITIZE),,-D_FORTIFY_SOURCE=2)
# Nobody puts a function of his own in the place of one of ours, so the compiler may merge them as without -fPIC.
CFLAGS   += -std=c11 -O2 -g -fPIC -fno-semantic-interposition -pthread $(HARDEN) \
            $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer)
LDFLAGS  += -pthread -Wl,-z,relro,-z,now $(if $(SANITIZE),-fsanitize=$(SANITIZE))
LDLIBS   := -lzmq -llmdb -ljansson -lsodium -lzstd -lprotobuf-c -lstemmer -lutf8proc -lmicrohttpd -lm

# Loops over numbers, which gain a twentieth by it; the reader's walks over words lose a sixth.
$(BUILD)/worker/desk/%.o: CFLAGS += -O3

FORMATLIBS := -lxml2 -lgumbo -lz # the command's alone

# One short line a step; `make V=1` shows the commands.
Q        := $(if $(V),,@)
say       = $(if $(V),,@printf '  %-5s %s\n' $(1) $(2))

# A floor is a folder of worker/ (proto/ is the ground both sides stand on). It
# may include itself and the floors it needs; `make floors` checks it, and a
# test links only these.
FLOORS        := proto base record text model extract train resolve store desk hub http
needs.proto   :=
needs.base    :=
needs.record  := proto base
needs.text    := base
needs.model   := base text
needs.extract := base text model
needs.train   := base text model extract
needs.resolve := proto base record text model extract
needs.store   := proto base record
needs.desk    := proto base record store
needs.hub     := proto base record store desk
needs.http    := base

folder   = $(if $(filter proto,$(1)),proto,worker/$(1))
library  = $(BUILD)/lib$(1)-floor.a
objects  = $(patsubst %.c,$(BUILD)/%.o,$(wildcard $(call folder,$(1))/*.c))
tests    = $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/$(1)/test_*.c))
# Listed from the top floor down, so the linker finds every need.
topdown  = $(if $(1),$(call topdown,$(wordlist 2,99,$(1))) $(firstword $(1)))
stack    = $(foreach floor,$(call topdown,$(1)),$(call library,$(floor)))

PROTOS  := $(sort $(wildcard proto/claimwire/v1/*.proto))
GEN     := $(PROTOS:proto/%.proto=$(BUILD)/gen/%.pb-c.c)
PUBLIC  := $(filter-out %/stored.pb-c.c,$(GEN)) # what a client may see
WORKER  := $(patsubst %.c,$(BUILD)/%.o,$(wildcard worker/*.c))
LIBRARY := $(patsubst %.c,$(BUILD)/%.o,$(wildcard client/lib/*.c)) $(call objects,proto) $(PUBLIC:.c=.o)
COMMAND := $(patsubst %.c,$(BUILD)/%.o,$(wildcard client/*.c))
FORMATS := $(patsubst %.c,$(BUILD)/%.o,$(wildcard client/formats/*.c))
SUPPORT := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/support/*.c))

UNIT    := $(foreach floor,$(FLOORS) client,$(call tests,$(floor)))
GOLDEN  := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/golden/test_*.c))
FLOW    := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/flow/test_*.c))
FUZZ    := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/fuzz/fuzz_*.c))
BENCH   := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/bench/bench_*.c))
# A client of a peer needs that peer's library, if it has one; where its headers are missing it is not built.
PEERS   := claimwire nats beanstalkd $(if $(wildcard /usr/include/hiredis/hiredis.h),redis) \
           $(if $(wildcard /usr/include/amqp.h),rabbitmq)
PEER    := $(PEERS:%=$(BUILD)/tests/bench/peers/peer_%)
EXAMPLE := $(patsubst %.c,$(BUILD)/%,$(wildcard client/example/*.c))

all: $(BUILD)/claimwired $(BUILD)/claimwire $(BUILD)/libclaimwire.a $(BUILD)/libclaimwire.so $(EXAMPLE) ## build everything

$(BUILD)/claimwired: $(WORKER) $(call stack,$(FLOORS))
	$(call say,LINK,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -pie -o $@ $^ $(LDLIBS)

$(BUILD)/claimwire: $(COMMAND) $(BUILD)/libformats.a $(BUILD)/libclaimwire.a
	$(call say,LINK,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -pie -o $@ $^ $(LDLIBS) $(FORMATLIBS)

# Makes the model file; its main is in the floor's archive, whose members are linked only where they are called for.
$(BUILD)/trainer: $(call stack,base text model extract train)
	$(call say,LINK,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -pie -o $@ $^ $(LDLIBS)
$(BUILD)/worker/model/builtin.o: worker/model/en.model

# What the command reads beside JSON lines; nobody else needs these libraries.
$(BUILD)/libformats.a: $(FORMATS)
	$(call say,AR,$@)
	$(Q)rm -f $@ && ar rcs $@ $^

$(BUILD)/libclaimwire.a: $(LIBRARY)
	$(call say,AR,$@)
	$(Q)rm -f $@ && ar rcs $@ $^

$(BUILD)/libclaimwire.so: $(LIBRARY) client/libclaimwire.map
	$(call say,LINK,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,-soname,libclaimwire.so.1 -Wl,--version-script=client/libclaimwire.map \
	    -o $@ $(LIBRARY) -lzmq -ljansson -lsodium -lprotobuf-c

$(EXAMPLE) $(FLOW): $(BUILD)/%: $(BUILD)/%.o $(SUPPORT) $(BUILD)/libclaimwire.a
	$(call say,LINK,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(LDLIBS)

# The generated code is not ours to warn about.
$(BUILD)/gen/%.pb-c.c: proto/%.proto $(PROTOS)
	@mkdir -p $(BUILD)/gen
	$(call say,PROTO,$@)
	$(Q)protoc-c --proto_path=proto --c_out=$(BUILD)/gen $<
$(BUILD)/gen/%.o: $(BUILD)/gen/%.c $(GEN)
	$(call say,CC,$@)
	$(Q)$(CC) -I$(BUILD)/gen $(CFLAGS) -c -o $@ $<

# A test links its own floor and the floors that one needs, nothing above: a
# call upwards does not link.
define floor_rules
$(call library,$(1)): $(call objects,$(1)) $(if $(filter proto,$(1)),$(GEN:.c=.o))
	$$(call say,AR,$$@)
	$$(Q)rm -f $$@ && ar rcs $$@ $$^
$(call tests,$(1)): %: %.o $(call stack,$(needs.$(1)) $(1))
	$$(call say,LINK,$$@)
	$$(Q)$$(CC) $$(CFLAGS) $$(LDFLAGS) -o $$@ $$^ -lcmocka $$(LDLIBS)
endef
$(foreach floor,$(FLOORS),$(eval $(call floor_rules,$(floor))))

$(call tests,client): %: %.o $(BUILD)/libformats.a $(BUILD)/libclaimwire.a
	$(call say,LINK,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(LDLIBS) $(FORMATLIBS)
$(GOLDEN): %: %.o $(BUILD)/worker/read.o $(call stack,$(FLOORS))
	$(call say,LINK,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(LDLIBS)
$(FUZZ) $(BENCH): $(BUILD)/%: $(BUILD)/%.o $(BUILD)/worker/read.o $(call stack,$(FLOORS)) $(BUILD)/libformats.a $(BUILD)/libclaimwire.a
	$(call say,LINK,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $(FUZZFLAGS) -o $@ $^ $(LDLIBS) $(FORMATLIBS)

$(PEER): %: %.o $(BUILD)/tests/bench/peers/load.o $(BUILD)/tests/bench/peers/lines.o $(BUILD)/libclaimwire.a
	$(call say,LINK,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(if $(filter %redis,$@),-lhiredis) $(if $(filter %rabbitmq,$@),-lrabbitmq) $(LDLIBS)

$(BUILD)/%.o: %.c | $(GEN)
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(WARNINGS) -c -o $@ $<

# Generated sources stay. Of these alone: with all files secondary, one whose header is gone would not be built again.
.SECONDARY: $(GEN)

include tests/targets.mk

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
