#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""An article in another language is traced to the one that it translates, by
names and numbers in their order; another report of the same happening, with the
same names, is nobody's translation."""
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import hub as hubs  # noqa: E402

ENGLISH = (
    "Fire tore through the Valmora paint works on the edge of Port Ellery on Tuesday night, killing three workers "
    "and injuring 14, the city fire chief, Marta Okonkwo, said. The blaze began at 21:40 in hall 7, where "
    "solvents are mixed, and reached a store with 320 drums within a quarter of an hour.\n\n"
    "Okonkwo said 86 firefighters from Port Ellery, Sandhaven and Kirrin fought the flames until 5:15 on "
    "Wednesday. \"We lost the roof of hall 7 in twelve minutes,\" she told Radio Ellery. Two of the injured were "
    "flown to the burns clinic in Marrow Bay.\n\n"
    "Valmora, which is owned by the Dutch group Hensen Verf, employs 410 people in Port Ellery. Its director, "
    "Tomas Lindqvist, said an inspection on 12 March had found nothing wrong. The union Chemie 21 disputes that: "
    "its secretary, Ines Carvalho, said workers had complained of leaking pumps in January and again in April.\n\n"
    "The regional governor, Paul Adeyemi, promised 2.5 million crowns for the families. The port authority closed "
    "the Ellery channel to ships until Friday, and 1,900 people in the Lowmarsh quarter were told to keep their "
    "windows shut.")

SPANISH = (
    "Un incendio arrasó la fábrica de pinturas Valmora, a las afueras de Port Ellery, en la noche del martes: "
    "murieron tres trabajadores y 14 resultaron heridos, según la jefa de bomberos de la ciudad, Marta Okonkwo. "
    "El fuego empezó a las 21:40 en la nave 7, donde se mezclan disolventes, y en un cuarto de hora alcanzó un "
    "almacén con 320 bidones.\n\n"
    "Okonkwo dijo que 86 bomberos de Port Ellery, Sandhaven y Kirrin lucharon contra las llamas hasta las 5:15 "
    "del miércoles. «Perdimos el techo de la nave 7 en doce minutos», declaró a Radio Ellery. Dos de los heridos "
    "fueron trasladados en helicóptero a la clínica de quemados de Marrow Bay.\n\n"
    "Valmora, propiedad del grupo neerlandés Hensen Verf, emplea a 410 personas en Port Ellery. Su director, "
    "Tomas Lindqvist, afirmó que una inspección del 12 de marzo no había encontrado nada anormal. El sindicato "
    "Chemie 21 lo discute: su secretaria, Ines Carvalho, dijo que los trabajadores se habían quejado de bombas "
    "con fugas en enero y otra vez en abril.\n\n"
    "El gobernador regional, Paul Adeyemi, prometió 2,5 millones de coronas para las familias. La autoridad "
    "portuaria cerró el canal de Ellery a los barcos hasta el viernes, y a 1.900 vecinos del barrio de Lowmarsh "
    "se les pidió que mantuvieran cerradas las ventanas.")

GERMAN = (
    "Ein Brand hat in der Nacht zum Mittwoch die Farbenfabrik Valmora am Rand von Port Ellery zerstört; drei "
    "Arbeiter starben, 14 wurden verletzt, wie die Feuerwehrchefin der Stadt, Marta Okonkwo, mitteilte. Das Feuer "
    "brach um 21:40 Uhr in Halle 7 aus, wo Lösungsmittel gemischt werden, und erreichte binnen einer "
    "Viertelstunde ein Lager mit 320 Fässern.\n\n"
    "Okonkwo sagte, 86 Feuerwehrleute aus Port Ellery, Sandhaven und Kirrin hätten bis 5:15 Uhr am Mittwoch gegen "
    "die Flammen gekämpft. „Wir haben das Dach von Halle 7 in zwölf Minuten verloren“, sagte sie Radio Ellery. "
    "Zwei der Verletzten wurden in die Klinik für Brandopfer in Marrow Bay geflogen.\n\n"
    "Valmora gehört der niederländischen Gruppe Hensen Verf und beschäftigt 410 Menschen in Port Ellery. Direktor "
    "Tomas Lindqvist sagte, eine Prüfung am 12. März habe keine Mängel ergeben. Die Gewerkschaft Chemie 21 "
    "bestreitet das: Ihre Sekretärin Ines Carvalho sagte, die Arbeiter hätten sich im Januar und erneut im April "
    "über undichte Pumpen beklagt.\n\n"
    "Der Gouverneur der Region, Paul Adeyemi, versprach den Familien 2,5 Millionen Kronen. Die Hafenbehörde "
    "sperrte den Ellery-Kanal bis Freitag für Schiffe, und 1900 Menschen im Viertel Lowmarsh sollten die Fenster "
    "geschlossen halten.")

FRENCH = (
    "Un incendie a ravagé l'usine de peinture Valmora, à la périphérie de Port Ellery, dans la nuit de mardi à "
    "mercredi, tuant trois ouvriers et en blessant 14, a indiqué la cheffe des pompiers de la ville, Marta "
    "Okonkwo. Le feu a pris à 21h40 dans le hall 7, où l'on mélange des solvants, et a gagné en un quart d'heure "
    "un dépôt de 320 fûts.\n\n"
    "Mme Okonkwo a précisé que 86 pompiers de Port Ellery, de Sandhaven et de Kirrin avaient combattu les flammes "
    "jusqu'à 5h15 mercredi. « Nous avons perdu le toit du hall 7 en douze minutes », a-t-elle dit à Radio Ellery. "
    "Deux des blessés ont été transportés à la clinique des brûlés de Marrow Bay.\n\n"
    "Valmora, propriété du groupe néerlandais Hensen Verf, emploie 410 personnes à Port Ellery. Son directeur, "
    "Tomas Lindqvist, a affirmé qu'une inspection du 12 mars n'avait rien relevé d'anormal. Le syndicat Chemie 21 "
    "le conteste : sa secrétaire, Ines Carvalho, a dit que les ouvriers s'étaient plaints de fuites aux pompes en "
    "janvier puis en avril.\n\n"
    "Le gouverneur de la région, Paul Adeyemi, a promis 2,5 millions de couronnes aux familles. L'autorité "
    "portuaire a fermé le chenal d'Ellery aux navires jusqu'à vendredi, et 1 900 habitants du quartier de "
    "Lowmarsh ont été priés de garder leurs fenêtres fermées.")

# By other hands, of the same fire.
SPANISH_REPORT = (
    "Tres personas murieron tras una explosión y un incendio en una fábrica de pinturas de Port Ellery. La planta "
    "de Valmora ardió durante la noche hasta el miércoles, dijo el gobernador, Paul Adeyemi, que visitó por la "
    "mañana el barrio de Lowmarsh.\n\n"
    "Catorce personas resultaron heridas, según el hospital de Port Ellery; dos de ellas son atendidas en Marrow "
    "Bay. Unos 1.900 vecinos de Lowmarsh pasaron la noche con las ventanas cerradas. Adeyemi dijo que las "
    "familias recibirán ayuda de un fondo de 2,5 millones de coronas.\n\n"
    "Ines Carvalho, del sindicato Chemie 21, acusó a Hensen Verf, la propietaria neerlandesa, de ahorrar en "
    "bombas. «Fueron advertidos en abril», dijo Carvalho. Tomas Lindqvist, que dirige la fábrica, lo rechazó y "
    "remitió a una inspección del 12 de marzo.\n\n"
    "Marta Okonkwo, la jefa de bomberos, dijo que 320 bidones de disolvente estaban junto a la nave 7. Sus 86 "
    "efectivos, algunos de Kirrin y Sandhaven, apagaron el fuego a las 5:15. Los barcos no podrán entrar en el "
    "canal de Ellery antes del viernes. La fábrica emplea a 410 personas.")

GERMAN_REPORT = (
    "Nach dem Feuer bei Valmora in Port Ellery mit drei Toten fordert die Gewerkschaft Chemie 21 einen Rücktritt. "
    "Ines Carvalho verlangte am Mittwoch, dass Direktor Tomas Lindqvist sein Amt niederlegt. Die Eigentümerin "
    "Hensen Verf in Rotterdam schwieg.\n\n"
    "Carvalho sagte, 14 Verletzte seien 14 zu viel; im April habe man vor den Pumpen in Halle 7 gewarnt. "
    "Gouverneur Paul Adeyemi sprach in Lowmarsh mit Anwohnern und stellte 2,5 Millionen Kronen in Aussicht. 1900 "
    "Menschen hatten die Fenster geschlossen gehalten.\n\n"
    "Feuerwehrchefin Marta Okonkwo lobte die 86 Einsatzkräfte, darunter Trupps aus Kirrin und Sandhaven. Um 5:15 "
    "Uhr war der Brand gelöscht, der um 21:40 Uhr begonnen hatte. 320 Fässer verbrannten. Lindqvist verwies auf "
    "die Prüfung vom 12. März. 410 Menschen arbeiten in dem Werk von Valmora, zwei liegen in Marrow Bay in der "
    "Klinik, meldete Radio Ellery. Der Kanal bleibt bis Freitag gesperrt.")


def check(name, condition, detail=""):
    if not condition:
        raise SystemExit("not ok %s %s" % (name, detail))
    print("ok %s" % name, flush=True)


def article(identity, language, body):
    return json.dumps({"id": identity, "outlet": identity + ".example", "title": identity, "body": body,
                       "language": language}) + "\n"


def say(hub, *words, **options):
    return subprocess.run([hub.program("claimwire"), *words], env=hub.environment, check=True, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **options).stdout


def main():
    translations = {"es": SPANISH, "de": GERMAN, "fr": FRENCH}
    reports = {"es": SPANISH_REPORT, "de": GERMAN_REPORT}
    lines = article("original", "en", ENGLISH)
    lines += "".join(article("translated-" + language, language, body) for language, body in translations.items())
    lines += "".join(article("report-" + language, language, body) for language, body in reports.items())
    with hubs.Hub(os.environ["CLAIMWIRE_BUILD"], ["--workers", "1"]) as hub:
        hub.start()
        say(hub, "feed", "-", input=lines)
        hub.drained(30)
        rows = {row["id"]: row for row in map(json.loads, say(hub, "articles", "--json").splitlines())}
        for language in translations:
            row = rows["translated-" + language]
            check("a translation into %s is traced" % language, row["copy_of"] == "original" and
                  row["event"] == rows["original"]["event"], row)
        for language in reports:
            row = rows["report-" + language]
            check("another report in %s is not" % language, row["copy_of"] is None and row["event"] is None, row)
        told = say(hub, "watch", "--json", "--from", "0", "--timeout", "1")
        updates = [json.loads(line) for line in told.splitlines()]
        check("no update comes of them", updates and all(one["article"] == "original" for one in updates), updates)
        reasons = [json.loads(line) for line in say(hub, "why", "--json", "translated-de").splitlines()]
        copies = [line for line in reasons if line["decision"] == "COPY"]
        check("why says of what, and how much", copies[0]["other"] == "original" and
              copies[0]["score"] >= copies[0]["threshold"] == 0.5, reasons)


if __name__ == "__main__":
    main()
