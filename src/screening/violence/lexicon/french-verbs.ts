/**
 * French verbs in the forms that a folded text shows (no accents, so "tué" and "tue" are one word), in five
 * groups: NAME infinitive; NAME_E present singular and participle, both sexes; NAME_Z first and second person
 * plural, which is also the call on others; NAME_P the rest of the present; NAME_F future; NAME_C conditional
 * and imperfect. Source of the paradigms: the three groups of French conjugation; irregular verbs are spelled out.
 */
export function verbes(name: string, list: string): Record<string, string> {
  const forms: Record<keyof typeof IRREGULAR.mourir, string[]> = {
    inf: [],
    e: [],
    z: [],
    p: [],
    f: [],
    c: [],
  };
  for (const verb of list.trim().split(/\s+/)) {
    const known = IRREGULAR[verb] ?? regular(verb);
    for (const [key, words] of Object.entries(known)) forms[key as keyof typeof forms].push(words);
  }
  return {
    [name]: forms.inf.join(" "),
    [`${name}_E`]: forms.e.join(" "),
    [`${name}_Z`]: forms.z.join(" "),
    [`${name}_P`]: forms.p.join(" "),
    [`${name}_F`]: forms.f.join(" "),
    [`${name}_C`]: forms.c.join(" "),
  };
}

interface Forms {
  readonly inf: string;
  readonly e: string;
  readonly z: string;
  readonly p: string;
  readonly f: string;
  readonly c: string;
}

const endings = (stem: string, list: string): string =>
  list
    .split(" ")
    .map((ending) => stem + ending)
    .join(" ");

function regular(verb: string): Forms {
  if (verb.endsWith("er")) {
    const stem = verb.slice(0, -2);
    const soft = stem.endsWith("g") ? `${stem}e` : stem;
    const mute = /[ou]y$/.test(stem) ? `${stem.slice(0, -1)}i` : (DOUBLED[stem] ?? stem);
    return {
      inf: verb,
      e: `${endings(mute, "e es")} ${endings(stem, "e es ee ees")}`,
      z: `${soft}ons ${stem}ez`,
      p: `${mute}ent ${soft}ant`,
      f: endings(`${mute}er`, "ai a as ons ez ont"),
      c: `${endings(`${mute}er`, "ais ait aient")} ${endings(soft, "ais ait aient")}`,
    };
  }
  if (verb.endsWith("ir")) {
    const stem = verb.slice(0, -1);
    return {
      inf: verb,
      e: endings(stem, "s t e es").concat(` ${stem}`),
      z: endings(stem, "ssons ssez"),
      p: endings(stem, "ssent ssant sse sses"),
      f: endings(verb, "ai a as ons ez ont"),
      c: `${endings(verb, "ais ait aient")} ${endings(stem, "ssais ssait ssaient")}`,
    };
  }
  // pendre, descendre
  if (!verb.endsWith("re")) throw new Error(`"${verb}" is no French infinitive`);
  const stem = verb.slice(0, -2);
  return {
    inf: verb,
    e: endings(stem, "s u ue us ues").concat(` ${stem}`),
    z: endings(stem, "ons ez"),
    p: endings(stem, "ent ant e es"),
    f: endings(verb.slice(0, -1), "ai a as ons ez ont"),
    c: `${endings(verb.slice(0, -1), "ais ait aient")} ${endings(stem, "ais ait aient")}`,
  };
}

const DOUBLED: Readonly<Record<string, string>> = { appel: "appell", jet: "jett", rappel: "rappell" };

const IRREGULAR: Readonly<Record<string, Forms>> & { readonly mourir: Forms } = {
  mourir: {
    inf: "mourir",
    e: "meurs meurt mort morte morts mortes",
    z: "mourons mourez",
    p: "meurent meure meures mourant",
    f: "mourrai mourra mourras mourrons mourrez mourront mourrais",
    c: "mourrait mourraient mourais mourait",
  },
  abattre: battre("aba"),
  battre: battre("ba"),
  combattre: battre("comba"),
  mettre: {
    inf: "mettre",
    e: "mets met mis mise mises",
    z: "mettons mettez",
    p: "mettent mettant mette mettes",
    f: endings("mettr", "ai a as ons ez ont"),
    c: `${endings("mettr", "ais ait aient")} ${endings("mett", "ais ait aient")}`,
  },
  foutre: {
    inf: "foutre",
    e: "fous fout foutu foutue foutus",
    z: "foutons foutez",
    p: "foutent foute",
    f: endings("foutr", "ai a as ons ez ont"),
    c: "foutrais foutrait foutais foutait",
  },
  faire: {
    inf: "faire",
    e: "fais fait faite faits",
    z: "faisons faites",
    p: "font faisant fasse fasses fassent",
    f: endings("fer", "ai a as ons ez ont"),
    c: "ferais ferait feraient faisais faisait faisaient",
  },
  detruire: {
    inf: "detruire",
    e: "detruis detruit detruite detruits",
    z: "detruisons detruisez",
    p: "detruisent detruisant detruise",
    f: endings("detruir", "ai a as ons ez ont"),
    c: "detruirais detruirait detruisais detruisait",
  },
  suivre: {
    inf: "suivre",
    e: "suis suit suivi suivie suivis",
    z: "suivons suivez",
    p: "suivent suivant suive",
    f: endings("suivr", "ai a as ons ez ont"),
    c: "suivrais suivrait suivais suivait suivaient",
  },
  attendre: {
    inf: "attendre",
    e: "attends attend attendu attendue attendus",
    z: "attendons attendez",
    p: "attendent attendant attende",
    f: endings("attendr", "ai a as ons ez ont"),
    c: "attendrais attendrait attendais attendait attendaient",
  },
  venir: venir("v"),
  revenir: venir("rev"),
  savoir: {
    inf: "savoir",
    e: "sais sait su",
    z: "savons savez",
    p: "savent sachant sache sachez",
    f: endings("saur", "ai a as ons ez ont"),
    c: "saurais saurait savais savait",
  },
  voir: voir("v", "verr"),
  revoir: voir("rev", "reverr"),
  vivre: {
    inf: "vivre",
    e: "vis vit vecu",
    z: "vivons vivez",
    p: "vivent vivant vive",
    f: endings("vivr", "ai a as ons ez ont"),
    c: "vivrais vivrait vivais vivait",
  },
  dormir: partir("dor", "m"),
  sortir: partir("sor", "t"),
  souffrir: {
    inf: "souffrir",
    e: "souffre souffres souffert",
    z: "souffrons souffrez",
    p: "souffrent souffrant",
    f: endings("souffrir", "ai a as ons ez ont"),
    c: "souffrirais souffrirait souffrais souffrait",
  },
  disparaitre: {
    inf: "disparaitre",
    e: "disparais disparait disparu disparue",
    z: "disparaissons disparaissez",
    p: "disparaissent disparaisse disparaisses",
    f: endings("disparaitr", "ai a as ons ez ont"),
    c: "disparaitrait disparaissait",
  },
  prendre: {
    inf: "prendre",
    e: "prends prend pris prise prises",
    z: "prenons prenez",
    p: "prennent prenant prenne prennes",
    f: endings("prendr", "ai a as ons ez ont"),
    c: "prendrais prendrait prenais prenait prenaient",
  },
  joindre: joindre(""),
  rejoindre: joindre("re"),
  promettre: {
    inf: "promettre",
    e: "promets promet promis promise promises",
    z: "promettons promettez",
    p: "promettent promettant",
    f: endings("promettr", "ai a as ons ez ont"),
    c: "promettais promettait",
  },
  prevenir: venir("prev"),
  envoyer: {
    inf: "envoyer",
    e: "envoie envoies envoye envoyes envoyee envoyees",
    z: "envoyons envoyez",
    p: "envoient envoyant",
    f: endings("enverr", "ai a as ons ez ont"),
    c: "enverrais enverrait envoyais envoyait envoyaient",
  },
  dire: {
    inf: "dire",
    e: "dis dit dits dite",
    z: "disons dites",
    p: "disent disant dise",
    f: endings("dir", "ai a as ons ez ont"),
    c: "dirais dirait disais disait disaient",
  },
  ecrire: {
    inf: "ecrire",
    e: "ecris ecrit ecrite ecrits",
    z: "ecrivons ecrivez",
    p: "ecrivent ecrivant ecrive",
    f: endings("ecrir", "ai a as ons ez ont"),
    c: "ecrirais ecrirait ecrivais ecrivait ecrivaient",
  },
  recevoir: {
    inf: "recevoir",
    e: "recois recoit recu recue recus recues",
    z: "recevons recevez",
    p: "recoivent recevant recoive",
    f: endings("recevr", "ai a as ons ez ont"),
    c: "recevrais recevait recevais",
  },
  lire: {
    inf: "lire",
    e: "lis lit lu lue lus",
    z: "lisons lisez",
    p: "lisent lisant lise",
    f: endings("lir", "ai a as ons ez ont"),
    c: "lirais lisait lisais",
  },
  entendre: {
    inf: "entendre",
    e: "entends entend entendu entendue",
    z: "entendons entendez",
    p: "entendent entendant",
    f: endings("entendr", "ai a as ons ez ont"),
    c: "entendais entendait",
  },
};

function battre(stem: string): Forms {
  return {
    inf: `${stem}ttre`,
    e: endings(stem, "ts t ttu ttue ttus ttues"),
    z: endings(stem, "ttons ttez"),
    p: endings(stem, "ttent ttant tte ttes"),
    f: endings(`${stem}ttr`, "ai a as ons ez ont"),
    c: `${endings(`${stem}ttr`, "ais ait aient")} ${endings(stem, "ttais ttait ttaient")}`,
  };
}

function joindre(prefix: string): Forms {
  const stem = `${prefix}joi`;
  return {
    inf: `${stem}ndre`,
    e: endings(stem, "ns nt nte nts"),
    z: endings(stem, "gnons gnez"),
    p: endings(stem, "gnent gnant gne"),
    f: endings(`${stem}ndr`, "ai a as ons ez ont"),
    c: endings(stem, "gnais gnait gnaient"),
  };
}

function venir(stem: string): Forms {
  return {
    inf: `${stem}enir`,
    e: endings(stem, "iens ient enu enue enus"),
    z: endings(stem, "enons enez"),
    p: endings(stem, "iennent enant ienne"),
    f: endings(`${stem}iendr`, "ai a as ons ez ont"),
    c: `${endings(`${stem}iendr`, "ais ait aient")} ${endings(stem, "enais enait enaient")}`,
  };
}

function voir(stem: string, future: string): Forms {
  return {
    inf: `${stem}oir`,
    e: endings(stem, "ois oit u ue us ues"),
    z: endings(stem, "oyons oyez"),
    p: endings(stem, "oient oyant oie"),
    f: endings(future, "ai a as ons ez ont"),
    c: `${endings(future, "ais ait")} ${endings(stem, "oyais oyait")}`,
  };
}

function partir(stem: string, consonant: string): Forms {
  const full = stem + consonant;
  return {
    inf: `${full}ir`,
    e: `${stem}s ${stem}t ${full}i ${full}ie ${full}is`,
    z: endings(full, "ons ez"),
    p: endings(full, "ent ant e es"),
    f: endings(`${full}ir`, "ai a as ons ez ont"),
    c: `${endings(`${full}ir`, "ais ait")} ${endings(full, "ais ait aient")}`,
  };
}
