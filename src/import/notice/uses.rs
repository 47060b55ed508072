//! What data is used for, and what gives the right to.

use super::super::words;
use super::conditions::is_of_some;
use super::parts::{ends_open, has_verb, is_told, speaks};
use super::purposes::{has_its_details, is_aim, is_done, is_member, purposes, says_more, unled};
use super::{
    Fact, Part, Section, Statement, cited, codes, is_sentence, leads, pattern, says_nothing,
};

// "Our legal basis for using your data is ...", in whatever number.
pattern!(
    BASIS,
    r"^(?:(?:our|the|your|their) )?(?:legal|lawful|gdpr|statutory) (?:bas[ie]s['’]?|grounds?|reasons?|conditions?)( [^.:]*?)?? (?:is|are|comes? from|will be)\b:? ?(?:that )?(?:(?:it|this|the processing|processing) is )?(.*)$"
);
// "If you are over 16, ..."
pattern!(OF_SOME, r"^(?:if|where|when) [^,]{3,80}, (.+)$");
// "As some of it is special category data we also rely on ..."
pattern!(
    RELY,
    r"^((?:(?:where|when|if|as|since|for|because|this is) .{0,120}?)?(?:,? ))??(?:we|the council) (?:will |also |therefore |mainly |may )*(?:rel(?:y|ies) (?:up)?on|process(?:es)?(?: (?:your|this|health|some|special category) ?(?:personal )?(?:data|information))? under|use(?:s)? (?:it|(?:your|this) (?:personal )?(?:data|information)) under)(?: the)?(?: (?:legal|lawful) bas[ie]s of)? ?(.+)$"
);
// "We process this information because it is necessary for ..."
pattern!(
    BECAUSE,
    r"^(?:we|the council) (?:process|use|collect|hold)(?:s|es)? (?:your|this|the) (special )?(?:category |personal )*(?:data|information) because (?:(?:it|this|the processing) is )?(.+)$"
);
pattern!(
    UNDER,
    r"^(?:your |the )?(special category |sensitive )?(?:personal )?(?:data|information) (?:is|are|will be) processed under (?:the )?(.+)$"
);
pattern!(
    LABELLED,
    r"^(?:for )?((?:the |our )?(?:legal|lawful) bas[ie]s|personal (?:data|information)|(?:special categor|sensitive)[^:]*|conditions?(?: for [^:]*)?|article 9[^:]*):\s*(.+)$"
);
pattern!(
    NOT_PROVIDED,
    r"^if (?:we cannot|we are unable to|we can.t)\b.*\b(?:use|process|collect|hold)\b|^if you (?:do not|don.t|cannot|choose not to|are unable to|decide not to|fail to)\b(?: [\w’']+){0,3}? (?:provide|give|supply|share|tell)\b|^failure to provide\b|^without (?:the|this|your) information\b|^it is an offence\b"
);
// "We use your data to ..."
pattern!(
    USED_TO,
    r"^(?:(?:we|the council|the service)(?:, as [^,]{3,60},)? (?:will |may |can |only |also |then |mainly |are |need to )*(?:use|need|process|collect|collecting|require|hold|keep|gather|record)s?(?: and (?:use|process|hold|store|share|record|retain)s?)? (?:(?:your|this|the|that|any|some|certain|personal|contact|it|them) ?)*(?:data|information|details)?|(?:(?:your|this|the|any|all|personal) )*(?:(?:data|information|details)(?: (?:that )?(?:you|we) (?:have |may )?(?:provided?|give|supply|collect|hold)| collected| provided)?|it) (?:will |may |only |also |is |are |be |being |primarily )+(?:used|needed|processed|collected|held|kept|required)(?: and (?:stored|held|used|processed))?)(?: about you| from you|,? and those in [\w ]+| that you provide)*,?(?: primarily| mainly)? ((?:to|for|so that we can|in order to) .+)$"
);
// "The purpose of this is to ..."
pattern!(
    PURPOSE_IS,
    r"^(?:our|the)(?: [\w]+){0,2} purposes?(?: (?:of|for|in) (?:the|this|our|using|process|collect)[^.,]{0,60}?)? (?:is|are):? (to .+)$"
);
// What follows "for" and is no purpose.
pattern!(
    NO_PURPOSE,
    r"^for .{0,40}\b(?:years?|months?|weeks?|days?)\b|^for (?:the following|the performance of|any|no |an? |\d|longer|as long|other|example|us\b|the intended|these|this|that|which|you\b)|^for (?:the )?(?:law enforcement|these|specified|explicit) purposes?\b|^to (?:the|other|others|any|another|a third|you|us)\b|\bif we intend\b|\babout (?:people|individuals|those|anyone|children|adults)\b"
);
// "We are required by law to ..."
pattern!(
    REQUIRED,
    r"^under (?:the )?(?-i:[A-Z])[^,;]*? (?:19|20)\d\d,? (?:we|the council|councils|local authorities|every council)\b.{0,20}? (?:(?:have|has|are under|is under) a (?:legal|statutory) (?:duty|obligation)|(?:are|is) (?:legally )?(?:required|obliged)) to .+$|^(?:we|the council)(?:['’]re| are| is)? (?:legally required|legally obliged|required by law|required by legislation) to .+$|^(?:the |your |all |this )?(?:personal )?(?:information|data)\b.{0,120}? (?:is|are) required by law$|^(?:we|the council) (?:also )?(?:have|has) a (?:legal|statutory) (?:duty|obligation) (?:to|under)\b.*$|^(?:the|our) (?:council.s )?(?:legal obligation|statutory duty)s? under\b.*$"
);
// "Where we process special category data, we do so because it is necessary for ..."
pattern!(
    SPECIAL_AS,
    r"\b(?:special|sensitive)\b.*\b(?:because|as|on the basis that|where|is that) (?:it|this|processing|the processing) is (necessary (?:for|to) .+)$"
);
// What tells of a basis and does not say that it is one: how to withdraw consent, and when something would be.
pattern!(
    TELLS_OF,
    r"\b(?:withdraw(?:ing|al|n)?|remove your consent|seek(?:ing)? your|ask (?:you|for your|on an)|without your consent|(?:for|other) (?:another|any other) purposes?)\b|^(?:where|if|when|you|in (?:any |some |certain |other |both |most |many )\w+)\b"
);
// "... because it is necessary for a task in the public interest"
pattern!(
    AS_NECESSARY,
    r"^(?:we|the council|your|this|the|personal)\b.*\b(?:only )?(?:because|as|where) (?:[\w ]{0,60} and )?(?:it|this|the processing|processing) is (?:considered )?necessary (?:to|for|in order|so)\b.*$|^(?:the )?processing\b.{0,120}? is necessary (?:for|to)\b.*$|^(?:we|the council) (?:also )?(?:need|have) to process .* for the performance of .*$|^(?:we|the council)\b.*\bbecause (?:we have|it is|of) (?:a |our )?(?:legal|statutory) (?:obligation|duty)\b.*$|^(?:we|the council)\b.*\bbecause we are (?:legally )?(?:obliged|required)(?: by law)? to\b.*$|^(?:we|the council) (?:collect|process|use|hold|keep)s? (?:your |this |the |personal )*(?:data|information) (?:in|under) (?:the exercise of )?our official (?:authority|capacity|functions?)\b.*$|^(?:we|the council) (?:need|have) to .* in order to (?:exercise|perform|carry out|fulfil|comply with) .*$"
);

// "The London Borough of Hartwell processes your personal information in order to ..."
pattern!(
    ORGANISATION,
    r"^(?:the )?(?-i:[A-Z])[\w’' ]{3,60}? (?:(?:uses?|process(?:es)?|collects?|holds?|stores?)(?:,? and |, )?)+ (?:(?:your|this) )?(?:personal )?(?:data|information)(?: about you)? ((?:to|in order to|so that) .+)$"
);
// "Information that we ask you for is for the purpose of processing your application."
pattern!(
    IS_FOR,
    r"^(?:(?:your|this|the|any|all|personal) )*(?:data|information|details)(?: (?:that )?(?:you|we) [\w ]{3,40}?)? (?:is|are) (?:only )?(for (?:the )?purposes? of .+)$"
);

// "Your data may be used under legal obligation or public task, under laws including:"
pattern!(
    USED_UNDER,
    r"\b(?:(?:used|processed),? under|use your (?:data|information) (?:if|where) it is) (?:our |a |the )?((?:legal obligation|public task|statutory duty|contract|consent)(?:(?:,| or| and) (?:a |the )?(?:legal obligation|public task|statutory duty|contract|consent))*)\b"
);
// "The main legislation that governs this is the ..., and the ..."
pattern!(
    LAW_IS,
    r"^(?:the )?(?:(?:main|primary|key|relevant|governing) )*(?:legislation|laws?|acts?|statutes?)\b.{0,100}? (?:is|are|includes?):? (?:the )?((?-i:[A-Z]).+)$"
);
// "Our duty to do this is set out in the ..., and the ...": it is what stands behind the basis that the section names.
pattern!(
    LAYS_DOWN,
    r"\b(?:(?:established|set out|laid down|contained|defined|found|placed|given|imposed|provided)(?: (?:on|to) (?:us|the council|councils))? (?:in|by|under)|under) (?:the |sections? |regulations? )"
);

// "The council is authorised to do this in the public interest and under the following legislation"
pattern!(
    STATES,
    r"^(?:we|the council|the service|it|this|processing|the processing)\b.*(?: (?:is|are|do|use|uses|process|processes|collect|collects|hold|holds|carry|carries)\b|[’']re\b)"
);

// "Providing leisure services to you, including:"
pattern!(INCLUDING, r"^(.+?),? includ(?:ing|es?)$");
// What is done for people, of which a list names the parts: "the services that we provide include:".
pattern!(
    OF_SERVICES,
    r"\b(?:services?|facilities|support|lessons|courses|advice)\b[^.:]*\binclud(?:ing|es?)$"
);

/// What a list that follows is of.
#[derive(Clone, Copy, PartialEq)]
enum Following {
    Purposes,
    Bases { is_special: bool },
}

pub(super) fn read(section: &Section, into: &mut Vec<Statement>) {
    parts(section, Following::Purposes, into);
}

pub(super) fn read_bases(section: &Section, into: &mut Vec<Statement>) {
    let following = Following::Bases { is_special: false };
    parts(section, following, into);
}

pub(super) fn read_special_bases(section: &Section, into: &mut Vec<Statement>) {
    let following = Following::Bases { is_special: true };
    parts(section, following, into);
}

fn is_of_special(words: &str) -> bool {
    let words = words.to_lowercase();
    let of_both = [
        "personal and special",
        "personal and sensitive",
        "personal data and special",
    ];
    !words::has(&words, &of_both.join("|")) && words::has(&words, "special|sensitive|offence")
}

fn parts(section: &Section, mut following: Following, into: &mut Vec<Statement>) {
    let mut is_in_list = false;
    // Whether "If we cannot use your data:" leads to this part, and whether this begins a line below a purpose.
    let (mut is_not_provided, mut below_purpose) = (false, None);
    // Whether what stands below "Providing services to you, including:" is a part of that purpose.
    let mut is_within = false;
    for part in section.parts() {
        let had_bullets = is_in_list;
        let is_led = std::mem::take(&mut is_not_provided);
        let begins_line = below_purpose.take().is_some_and(|line| line < part.line);
        is_in_list |= part.is_bullet;
        let text = part.text.trim();
        let bare = words::trimmed(text);
        is_within &= is_member(&part, bare);
        if is_within {
            into.push(section.states(&part, Fact::Unread));
        } else if let Some(purpose) = purpose_is(bare).filter(|it| !(leads(&part) && ends_open(it)))
        {
            purposes(section, &part, purpose, into);
        } else if let Some((is_special, basis)) = based(bare) {
            following = Following::Bases { is_special };
            provisions(section, &part, basis, is_special, into);
        } else if let Some((is_special, basis)) = labelled(bare) {
            provisions(section, &part, basis, is_special, into);
        } else if is_led && is_told(&part) {
            into.push(section.states(&part, Fact::IfNotProvided(text.to_owned())));
        } else if NOT_PROVIDED.is_match(bare) && leads(&part) {
            is_not_provided = true;
            into.push(section.states(&part, Fact::Leading));
        } else if NOT_PROVIDED.is_match(bare) {
            into.push(section.states(&part, Fact::IfNotProvided(text.to_owned())));
        } else if leads(&part) {
            let lower = text.to_lowercase();
            const OF_BASES: &str = "laws |legislation|statutes|basis|bases|rely on|relying on|allowed|grounds|conditions";
            if let Some(found) = required(bare) {
                into.extend(found.into_iter().map(|fact| section.states(&part, fact)));
            } else if let Some(found) = named(bare) {
                let is_special = found.iter().any(|fact| matches!(fact, Fact::Condition(_)));
                following = Following::Bases { is_special };
                into.extend(found.into_iter().map(|fact| section.states(&part, fact)));
            } else if let Some(found) = USED_UNDER.captures(bare) {
                provisions(section, &part, words::trimmed(&found[1]), false, into);
                following = Following::Bases { is_special: false };
            } else if matches!(following, Following::Bases { .. })
                && begins_as_basis(text.trim_start_matches("our "))
                && !codes::basis(text).codes.is_empty()
            {
                // "Legal obligation or public task under various laws including:"
                provisions(section, &part, words::trimmed(text), false, into);
            } else if let Some(basis) = of_lead(bare) {
                // "We do this in the public interest and under the following legislation:"
                following = Following::Bases { is_special: false };
                into.push(section.states(&part, Fact::Basis(basis)));
            } else if words::has(&lower, OF_BASES)
                || words::has(&lower, "because:|where:|when:|if:")
            {
                following = Following::Bases {
                    is_special: is_of_special(text),
                };
                into.push(section.states(&part, Fact::Leading));
            } else {
                let is_of_use = lower.contains("use your") && following == Following::Purposes;
                if is_of_use || words::has(&lower, "purpose|to:|for:") {
                    following = Following::Purposes;
                }
                // "Providing public health services to you, including:" is a purpose itself.
                let whole = INCLUDING.captures(bare).and_then(|found| found.get(1));
                let whole = whole.map_or("", |whole| whole.as_str());
                let is_aim = is_aim(whole) && !has_verb(whole);
                let own = Some(whole).filter(|it| is_done(it) || is_aim);
                is_within = own.is_some() || OF_SERVICES.is_match(bare);
                let purpose = used_for(whole).map(unled).or(own);
                match purpose.filter(|_| is_within) {
                    Some(purpose) => purposes(section, &part, purpose, into),
                    None => into.push(section.states(&part, Fact::Leading)),
                }
            }
        } else if says_nothing(&part) {
            into.push(section.states(&part, Fact::Unread));
        } else if codes::is_enactment(bare) && codes::basis(bare).codes.is_empty()
            || part.is_bullet && cited::begins_as_enactment(bare) && !codes::basis(bare).is_named
        {
            let each = cited::each_enactment(bare).into_iter().map(Fact::Enactment);
            section.state(&part, each.collect(), into);
        } else if let Some(name) = cited::given_by(bare) {
            into.push(section.states(&part, Fact::Enactment(name)));
        } else if let Some(found) = named(bare).or_else(|| {
            let is_special = following == Following::Bases { is_special: true };
            required(bare).filter(|_| !is_special || SPECIAL_AS.is_match(bare))
        }) {
            into.extend(found.into_iter().map(|fact| section.states(&part, fact)));
        } else if let Some(purpose) = used_for(bare)
            .filter(|used| may_be_purpose(bare, following) && !NO_PURPOSE.is_match(used))
        {
            purposes(section, &part, unled(purpose), into);
        } else if following == Following::Purposes && part.is_item && has_its_details(bare) {
            let text = bare.to_owned();
            into.push(section.states(&part, Fact::Purpose { text, basis: None }));
        } else if is_told(&part)
            && !bare.to_lowercase().starts_with("to ")
            && (TELLS_OF.is_match(bare) || following == Following::Purposes)
        {
            into.push(section.states(&part, Fact::Unread));
        } else if let Following::Bases { is_special } = following {
            listed_provision(section, &part, bare, is_special, into);
        } else if begins_as_basis(bare) {
            listed_provision(section, &part, bare, false, into);
        } else if bare.to_lowercase().starts_with("to ")
            && bare.split(' ').count() <= 40
            && !has_clause(bare)
        {
            purposes(section, &part, bare, into);
        } else if is_sentence(&part)
            || text.starts_with("The council ") && text.ends_with('.')
            || words::begins(
                &bare.to_lowercase(),
                "is |are |has |have |was |as a result ",
            )
            || !part.is_item && (!begins_line || has_verb(text))
            || !part.is_bullet && (had_bullets || tells(text))
            || speaks(text)
            || says_more(&part, bare)
            // "It is given to us because: you want our help" says what people want, and not what for.
            || words::begins(&bare.to_lowercase(), "you |your child |how |what |why |who |when |with whom ")
        {
            into.push(section.states(&part, Fact::Unread));
        } else {
            purposes(section, &part, bare, into);
            // "Research using anonymised data. We will ask you first." is a purpose with a remark.
            below_purpose = Some(part.line);
        }
    }
}

/// What a sentence says that data is used for.
fn used_for(text: &str) -> Option<&str> {
    let found = [&*USED_TO, &*ORGANISATION, &*IS_FOR]
        .iter()
        .find_map(|shape| shape.captures(text))?;
    Some(found.get(1)?.as_str())
}

/// The purpose that a sentence says that there is; not that of a notice.
fn purpose_is(text: &str) -> Option<&str> {
    let found = PURPOSE_IS.captures(text)?;
    let purpose = found.get(1)?;
    const OF_TEXTS: &str = "notice|policy|statement|document|page";
    let before = text[..purpose.start()].to_lowercase();
    (!words::has(&before, OF_TEXTS)).then(|| purpose.as_str())
}

/// The basis that words state which lead to the laws behind it: "... in the public interest and under the following laws:"
fn of_lead(text: &str) -> Option<super::Provision> {
    const OF_LAW: &str = " legislation| laws| acts| statutes";
    let basis = codes::basis(text);
    let is_stated = words::has(&text.to_lowercase(), OF_LAW)
        && STATES.is_match(text)
        && !TELLS_OF.is_match(text)
        && !is_of_special(text);
    (is_stated && basis.codes.len() == 1).then_some(basis)
}

/// The provisions that a sentence names by their articles, whatever else it says; unless it only tells of them.
fn named(text: &str) -> Option<Vec<Fact>> {
    let (basis, condition) = (codes::basis(text), codes::condition(text));
    if TELLS_OF.is_match(text) || !basis.is_named && !condition.is_named {
        return None;
    }
    let each = |one: super::Provision,
                read: fn(&str) -> super::Provision,
                fact: fn(super::Provision) -> Fact| {
        let each = if one.is_named {
            one_by_one(&one, read)
        } else {
            Vec::new()
        };
        each.into_iter().map(fact).collect::<Vec<_>>()
    };
    let mut found = each(basis, codes::basis, Fact::Basis);
    found.extend(each(condition, codes::condition, Fact::Condition));
    Some(found)
}

/// A provision that words name, or each of several that they name together.
fn one_by_one(
    whole: &super::Provision,
    read: fn(&str) -> super::Provision,
) -> Vec<super::Provision> {
    let each = codes::each(&whole.published, read);
    if each.len() == whole.codes.len() && each.iter().all(|one| one.is_named) {
        return each;
    }
    let one = |code: &&'static str| super::Provision {
        codes: vec![*code],
        ..whole.clone()
    };
    whole.codes.iter().map(one).collect()
}

/// The basis of what a sentence says that the law requires, or that is necessary for what is one.
fn required(text: &str) -> Option<Vec<Fact>> {
    if let Some(found) = SPECIAL_AS.captures(text) {
        let condition = provided(&found[1], true);
        let is_clear = |fact: &Fact| matches!(fact, Fact::Condition(one) if !one.codes.is_empty());
        return condition.iter().all(is_clear).then_some(condition);
    }
    let is_so = REQUIRED.is_match(text)
        || AS_NECESSARY.is_match(text) && !codes::basis(text).codes.is_empty();
    let is_so = is_so && !TELLS_OF.is_match(text) && !is_of_special(text);
    is_so
        .then(|| provided(text, false))
        .filter(|facts| !facts.is_empty())
}

/// Whether "we use it to ..." is a purpose: among bases, where it names none.
fn may_be_purpose(text: &str, following: Following) -> bool {
    following == Following::Purposes || codes::basis(text).codes.is_empty()
}

/// Whether "to ..." leads to a clause of its own: "to decide, we need your address".
fn has_clause(text: &str) -> bool {
    let text = text.to_lowercase();
    [" you must ", ", we ", ", you "]
        .iter()
        .any(|clause| text.contains(clause))
}

/// Whether a sentence says of something that it is so, and names no purpose.
fn tells(text: &str) -> bool {
    const SOON: usize = 6;
    let lower = text.to_lowercase();
    let first: Vec<&str> = lower.split(' ').take(SOON).collect();
    let verb = first
        .iter()
        .position(|word| ["is", "are", "was", "has", "have"].contains(word));
    let relatives = [
        "who", "what", "whether", "if", "that", "where", "how", "which", "to", "for",
    ];
    text.ends_with('.')
        && verb.is_some_and(|verb| {
            verb > 0 && !first[..verb].iter().any(|word| relatives.contains(word))
        })
}

/// Whether words begin as a lawful basis does, and no purpose.
fn begins_as_basis(text: &str) -> bool {
    const BEGINS: &str = "necessary |it is necessary |the processing is necessary |processing is necessary |article |\
         art. |to comply with a legal obligation|to comply with our legal|legal obligation|public task|\
         public interest|performance of a |legal obligations|public duty";
    let text = text.to_lowercase();
    let text = text.strip_prefix("under ").unwrap_or(&text);
    words::begins(text.strip_prefix("a ").unwrap_or(text), BEGINS)
}

/// Whether a sentence says on which basis, or for special data under which condition; and its words for that.
fn based(text: &str) -> Option<(bool, &str)> {
    // "The legal basis may vary" names none.
    if words::has(text, " vary | varies | depend ") || words::has(text, " depends on ") {
        return None;
    }
    // What holds of some alone keeps its condition.
    if let Some(rest) = OF_SOME.captures(text).and_then(|found| found.get(1))
        && is_of_some(text)
    {
        let found = BASIS.captures(rest.as_str())?;
        let of = found.get(1).map_or("", |of| of.as_str());
        return Some((is_of_special(of), text));
    }
    let found = [&*BASIS, &*RELY, &*BECAUSE, &*UNDER]
        .iter()
        .find_map(|shape| shape.captures(text))?;
    let basis = words::trimmed(found.get(2)?.as_str());
    // "We rely on this legal basis when ..." speaks of one that is told elsewhere.
    const TOLD: &str = "this legal |this lawful |this basis|that basis|these |those ";
    if words::begins(&basis.to_lowercase(), TOLD) {
        return None;
    }
    Some((
        is_of_special(found.get(1).map_or("", |of| of.as_str())),
        basis,
    ))
}

/// The same of words after a label.
fn labelled(text: &str) -> Option<(bool, &str)> {
    let found = LABELLED.captures(text)?;
    let label = found[1].to_lowercase();
    let is_special = !words::has(&label, "basis|bases|personal") || is_of_special(&label);
    Some((is_special, words::trimmed(found.get(2)?.as_str())))
}

/// What a sentence says of bases, and of what follows where data is not given.
pub(super) fn told(text: &str) -> Vec<Fact> {
    if NOT_PROVIDED.is_match(text) {
        return vec![Fact::IfNotProvided(text.to_owned())];
    }
    if let Some(found) = purpose_is(text).or_else(|| {
        let used = used_for(text)?;
        let is_purpose = !NO_PURPOSE.is_match(used) && codes::basis(text).codes.is_empty();
        is_purpose.then_some(used)
    }) {
        let text = words::trimmed(unled(found)).to_owned();
        return vec![Fact::Purpose { text, basis: None }];
    }
    if let Some(cited) = LAW_IS
        .captures(text)
        .map(|found| cited::each_enactment(&found[1]))
        && cited.iter().all(|one| codes::is_enactment(one))
    {
        return cited.into_iter().map(Fact::Enactment).collect();
    }
    let each = match based(text) {
        Some((is_special, basis)) => provided(basis, is_special),
        None => named(text).or_else(|| required(text)).unwrap_or_default(),
    };
    let is_clear = |fact: &Fact| matches!(fact, Fact::Basis(one) | Fact::Condition(one) if !one.codes.is_empty());
    if each.iter().all(is_clear) {
        each
    } else {
        Vec::new()
    }
}

fn provisions(
    section: &Section,
    part: &Part,
    published: &str,
    is_special: bool,
    into: &mut Vec<Statement>,
) {
    // "The conditions we are relying on are" leads to them.
    let last = published.rsplit(' ').next().unwrap_or_default();
    let is_open = words::is_one_of(last, "are|is|for|because|that");
    if is_open
        || published.is_empty()
        || words::is_one_of(
            &published.to_lowercase(),
            "as follows|the following|following|below|set out below",
        )
    {
        into.push(section.states(part, Fact::Leading));
        return;
    }
    if words::is_one_of(
        &crate::model::fold(published),
        "not applicable|n a|none|not required",
    ) {
        into.push(section.states(part, Fact::Unread));
        return;
    }
    let each = provided(published, is_special).into_iter();
    into.extend(each.map(|fact| section.states(part, fact)));
}

/// The provisions that words name; where they cite both articles, a basis and a condition.
fn provided(published: &str, is_special: bool) -> Vec<Fact> {
    let (basis, condition) = (codes::basis(published), codes::condition(published));
    if basis.is_named && condition.is_named {
        return vec![Fact::Basis(basis), Fact::Condition(condition)];
    }
    if let Some(both) = consents(published) {
        return both;
    }
    // Explicit consent is a condition of Article 9: of Article 6 consent is the basis.
    let is_explicit = !basis.is_named && condition.codes.contains(&"9/2/a");
    let is_special = is_special || condition.is_named || is_explicit;
    let (read, fact): (fn(&str) -> _, fn(_) -> _) = if is_special {
        (codes::condition, Fact::Condition)
    } else {
        (codes::basis, Fact::Basis)
    };
    codes::each(published, read).into_iter().map(fact).collect()
}

/// A basis, and explicit consent as the condition beside it: "consent, and for health information explicit consent".
fn consents(published: &str) -> Option<Vec<Fact>> {
    let (first, second) = published
        .split_once(", and ")
        .or_else(|| published.split_once("; "))
        .or_else(|| published.split_once(" and "))?;
    let (basis, condition) = (codes::basis(first), codes::condition(second));
    let are_both = basis.codes.len() == 1
        && !first.to_lowercase().contains("explicit")
        && condition.codes == ["9/2/a"];
    are_both.then(|| vec![Fact::Basis(basis), Fact::Condition(condition)])
}

/// A basis or condition of a list; words that name neither are not understood.
fn listed_provision(
    section: &Section,
    part: &Part,
    text: &str,
    is_special: bool,
    into: &mut Vec<Statement>,
) {
    let of_article_6 = !codes::basis(text).codes.is_empty();
    let of_article_9 = !codes::condition(text).codes.is_empty();
    // What is said of special data among bases of all data is none of theirs.
    let is_of_enforcement = words::has(&text.to_lowercase(), "law enforcement|dpa part ");
    if is_of_enforcement && !codes::basis(text).is_named {
        into.push(section.states(part, Fact::Unread));
        return;
    }
    if !is_special
        && !of_article_9
        && is_told(part)
        && is_of_special(text)
        && !codes::basis(text).is_named
    {
        into.push(section.states(part, Fact::Unread));
        return;
    }
    match (is_special, of_article_6, of_article_9) {
        (false, true, _) => provisions(section, part, text, false, into),
        // Among bases, what only Article 9 has is a condition: "to protect public health" may be none.
        (false, false, true) if codes::condition(text).codes == ["9/2/i"] => {
            into.push(section.states(part, Fact::Unread));
        }
        (_, _, true) => provisions(section, part, text, true, into),
        _ => {
            let laid_down = LAYS_DOWN.is_match(text);
            let cited = laid_down.then(|| super::cited::enactments(text));
            let facts = cited.into_iter().flatten().map(Fact::Enactment);
            section.state(part, facts.collect(), into);
        }
    }
}
