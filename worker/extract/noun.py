#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes noun.def from WordNet 3.0 (Debian's wordnet-base): noun.py > noun.def

A noun is of a class when its first sense, or one with three tenths of the
sense counts, lies below one of the class's synsets. Kept are nouns of one word
that WordNet has counted in text. What it has not, or has as something else
than news does, stands below.
"""
import collections
import re
import sys

FOLDER = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/wordnet/"
ROOTS = {  # offsets of data.noun
    "PERSON": ["00007846"],
    "GROUP": ["08008335", "08198398", "07975026", "08182379", "07942152"],
    "BUILT": ["04341686", "03315023", "04564698"],
    "VEHICLE": ["03100490"],
    "WEAPON": ["04565375", "03305522"],
    "PLACE": ["08552138", "08626283", "08665504", "08672738", "08226699", "08630985", "09225146", "08497294", "08544813"],
}
MORE = {
    "PERSON": "activist adult agent aide assailant assassin asylum-seeker attendee bandit boatman bomber businessman businesswoman "
              "bystander cameraman campaigner captor civilian clergyman climber combatant comrade commando commuter congressman "
              "congresswoman contractor cop councillor crewman cyclist defendant demonstrator deputy detainee diplomat diver docker "
              "economist evacuee ex-soldier extremist fan firefighter fisherman foreigner fugitive guardsman gunman hacker hiker "
              "hijacker hostage infant inmate insurgent investigator islander islamist jihadist jogger journalist kidnapper "
              "labourer lawmaker leader lifeguard local looter loyalist marine medic migrant militant militiaman miner minister "
              "mobster monk motorcyclist motorist mourner national nightclubber official operative other outsider pallbearer "
              "paramedic paratrooper passerby peacekeeper pedestrian pensioner pilgrim pirate policewoman prosecutor protester "
              "protestor pupil ranger rebel receptionist referee rescuer reservist revolutionary ringleader rioter robber saboteur "
              "schoolboy schoolchild schoolgirl seaman secessionist separatist serviceman servicewoman settler shepherd shopkeeper "
              "shopper shooter skier smuggler sniper spectator spokesman spokesperson spokeswoman stowaway student suspect "
              "swimmer taxpayer teenager terrorist tourist trafficker traveller trooper vandal vendor veteran vigilante villager "
              "volunteer warlord watchman whistleblower worshipper "
              "driver fisher herder hooligan imam marcher neighbor neighbour photographer striker toddler tycoon "
              "airman arsonist backpacker beachgoer biker cadet caregiver cashier caver clubber concertgoer conscript copilot "
              "deckhand deserter diner dockworker draftee electrician farmworker ferryman festivalgoer footballer headteacher "
              "herdsman holidaymaker homeowner jailer jihadi kayaker lumberjack midwife mountaineer newborn paramilitary "
              "partygoer picnicker poacher quarryman rafter retiree rower schoolteacher shopworker sibling skipper squatter "
              "stallholder steelworker stewardess subcontractor surfer trainee trawlerman trekker trucker welder",
    "GROUP": "bank bloc brigade coalition command convoy crew division faction force gang garrison guerrilla guard junta militia opposition patrol "
             "side squad staff troop union unit "
             "alliance authority cabinet cartel council federation group jury ministry tribe",
    "BUILT": "airport apartment bank bar base barracks building camp cathedral checkpoint compound dam depot dyke embassy facility factory "
             "flat garage headquarters infrastructure installation mine mosque nightclub office outpost pipeline plant pole port "
             "position post prison property railway reactor refinery roof school shelter shop site stall station store "
             "substation supermarket synagogue terminal track tunnel warehouse window block "
             "arena arsenal bakery balcony bazaar brewery bungalow canal cinema clinic college consulate courthouse farm greenhouse "
             "hangar jetty junction kiosk laboratory levee lighthouse mall marketplace motorway orphanage overpass parliament pier "
             "pylon quay reservoir residence runway shipyard statue studio viaduct villa vineyard wharf",
    "VEHICLE": "bus carriage coach convoy dinghy drone engine ferry fleet flight freighter helicopter jet lorry minibus motorcycle "
               "plane pickup taxi tanker trawler van vessel wagon "
               "airliner bike cab canoe cruiser glider kayak locomotive motorbike raft rickshaw scooter trailer tram",
    "WEAPON": "airstrike bomb bomber device drone explosive grenade mine missile mortar rocket shell strike warhead",
    "PLACE": "area beach coast border city district frontier land neighbourhood neighborhood province quarter region settlement territory "
             "town village",
    "FORCE": "aircraft armour army battalion brigade carrier destroyer division engineer fleet force frigate guard jet marine missile "
             "officer paratrooper peacekeeper police policeman regiment serviceman soldier squadron submarine tank trooper troop "
             "unit vehicle vessel warplane warship "
             "artillery convoy helicopter platoon reinforcement reservist ship",
    "PACT": "accord agreement armistice ceasefire communique compact contract convention deal declaration memorandum pact "
            "protocol settlement treaty truce "
            "compromise",
    "NATURE": "avalanche blast blaze cyclone earthquake eruption explosion fire flame flood flooding gale hurricane inferno landslide "
              "lightning mudslide quake river sea storm tide tornado torrent tremor tsunami twister typhoon volcano wave wildfire wind "
              "blizzard collapse collision crash deluge derailment downpour epidemic floodwater hail heatwave monsoon outbreak rain "
              "rockslide sinkhole snow snowstorm stampede",
    "TALKS": "assembly ceremony conference congress forum funeral gathering hearing meeting memorial negotiation parley rally round "
             "service session summit talk vigil",
    "RAID": "airstrike ambush assault attack barrage bombardment bombing crackdown incursion invasion offensive operation raid salvo "
            "shelling strike",
    "SANCTION": "ban blockade curfew embargo moratorium restriction sanction tariff",
    "SHOT": "artillery bullet cannon flare gas grenade gun gunshot missile mortar projectile rocket round shell shot torpedo volley",
}
NOT = set("baby-sitter bill body bomber case chief china council dyke fire game head image life line man-of-war mass material "
          "model number part plan power record second service shot soul star subject thing turkey type word".split())


def read(name):
    with open(FOLDER + name, encoding="latin1") as file:
        for line in file:
            if not line.startswith("  "):
                yield line.split("|")[0].split()


def main():
    above, spelt = {}, {}
    for field in read("data.noun"):
        words = int(field[3], 16)
        spelt[field[0]] = field[4:4 + 2 * words:2]
        pointers = field[5 + 2 * words:]
        above[field[0]] = [pointers[i + 1] for i in range(0, len(pointers) - 3, 4) if pointers[i] in ("@", "@i")]
    counts = collections.Counter()
    for key, number, count in read("cntlist.rev"):
        lemma, rest = key.split("%")
        if rest.startswith("1:"):
            counts[lemma, int(number)] = int(count)

    def ancestors(offset, seen):
        if offset not in seen:
            seen.add(offset)
            for other in above[offset]:
                ancestors(other, seen)
        return seen

    classes = collections.defaultdict(set)
    for field in read("index.noun"):
        lemma, senses = field[0], field[-int(field[2]):]
        total = sum(counts[lemma, n + 1] for n in range(len(senses)))
        if not re.fullmatch("[a-z]{3,20}", lemma) or lemma in NOT or total == 0:
            continue
        for n, offset in enumerate(senses):
            if n == 0 or counts[lemma, n + 1] * 10 >= total * 3 > 0:
                over = ancestors(offset, set()) if lemma in spelt[offset] else set()
                classes[lemma].update(name for name, roots in ROOTS.items() if over & set(roots))
    for name, words in MORE.items():
        for word in words.split():
            classes[word].add(name)
    print("/* SPDX-License-Identifier: Apache-2.0\n"
          " * NOUN(lemma, classes): what can act and be acted on, in byte order. Made by noun.py from WordNet 3.0,\n"
          " * Copyright 2006 by Princeton University. All rights reserved; see NOTICE. */")
    for word in sorted(classes):
        if classes[word]:
            print('NOUN("%s", %s)' % (word, " | ".join("NOUN_" + name for name in sorted(classes[word]))))


main()
