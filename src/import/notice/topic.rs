//! What the sections of a notice are about, by their headings.

use super::super::block::{Block, BlockKind};
use crate::model::fold;

/// What a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Which service it is.
    Service,
    /// Which personal data is used.
    Data,
    /// Which special category or offence data is used.
    Special,
    /// Who decides and who processes.
    Who,
    /// For which purposes, and on which basis.
    Uses,
    /// What happens where data is not given.
    NotGiven,
    /// On which lawful basis.
    Bases,
    /// Under which condition special kinds of data are used.
    SpecialBases,
    /// Which decisions are made by automated means.
    Automated,
    /// Whom it is about.
    People,
    /// Who receives it.
    Sharing,
    /// Where it goes outside the UK.
    Overseas,
    /// How long it is kept.
    Keeping,
    /// Which rights people have.
    Rights,
    /// Who gives it, beside the people themselves.
    FromOthers,
    /// Other notices.
    OtherNotice,
    /// Links to read more.
    Links,
    /// Whom to turn to.
    Contact,
    /// How to complain to the council.
    Concerns,
    /// How to complain to the regulator.
    Regulator,
}

/// The headings of sections that have no other words.
const ALONE: &[(Topic, &str)] = &[
    (
        Topic::Data,
        "personal data|the personal data|your data|your information|data|information",
    ),
    (
        Topic::Who,
        "data controller|data processor|controller|processors|our supplier|our suppliers|processors used",
    ),
    (Topic::Uses, "why do we collect it|our use|use|why|uses"),
    (
        Topic::Bases,
        "basis|legislation|legal gateway|the law|what the law says|what the law is",
    ),
    (Topic::Overseas, "transfers|data transfers"),
    (Topic::FromOthers, "source|sources"),
    (
        Topic::Service,
        "service description|name of the service|name of service|service name",
    ),
    (Topic::Keeping, "storage|deletion|kept for|kept"),
    (Topic::Sharing, "who sees it"),
    (
        Topic::Contact,
        "contact|contacts|our contact details|contact us|contacting us|how to contact us|who to contact|whom to contact",
    ),
];

/// Words of a heading by which its section is known; the first that a heading contains settles it.
const KNOWN: &[(Topic, &str)] = &[
    (
        Topic::Bases,
        "allowed to use|allowed to process|why we can use",
    ),
    (
        Topic::NotGiven,
        "do not provide|don t provide|failing to provide|do i have to provide|do you have to provide|failure to provide|\
         do not give|don t give|obligation to provide|obliged to provide|do not supply|not providing|\
         do not collect the data",
    ),
    (
        Topic::Uses,
        "is used for|are used for|be used for and|information used for|data used for|purposes and lawful|purposes and legal|information and our lawful|data and our lawful|\
         information and our legal|purpose and lawful|purpose and legal|why we handle|why we process|why we use|\
         why we collect|why we need|why do we use|why do we collect|why do we process|why do we need|why do you",
    ),
    (
        Topic::Regulator,
        "information commissioner|information commission|appeals to the ico",
    ),
    (
        Topic::Concerns,
        "concerns over|complain|concerned|questions or concerns",
    ),
    (Topic::Contact, "data protection officer"),
    (
        Topic::SpecialBases,
        "condition relied upon for processing special|basis for processing special|basis for processing of special|\
         bases for processing special|basis for special|basis for sensitive|basis for processing sensitive|\
         condition for processing special|conditions for processing special|basis for using special|\
         basis for using your special|special category condition|special category basis|article 9 condition",
    ),
    (
        Topic::Bases,
        "condition relied upon|article 6 basis|article 6 lawful|legal basis|lawful basis|legal bases|lawful bases|legal grounds|lawful grounds|\
         legal reason|legal justification|basis for us to|the law we use|laws that apply|law that applies|legislation that|relevant legislation|gdpr condition|lawfulness|how the law allows|law allows us|allows us|gives us the right|\
         gives you the right|allows you|legal power",
    ),
    (
        Topic::Automated,
        "automated|computer decisions|decisions by computer|by computer alone|automatic decision|automatic means|decisions about you made|computers make|profiling",
    ),
    (
        Topic::Data,
        "personal and special|personal and sensitive|personal data and special",
    ),
    (
        Topic::Special,
        "special type|special categor|sensitive data|sensitive personal|sensitive information|special personal|\
         special data",
    ),
    (Topic::OtherNotice, "other privacy notice"),
    (
        Topic::Links,
        "following links|further information|more information|find out more",
    ),
    (
        Topic::Overseas,
        "countries with no|outside the uk|outside of the uk|outside the eu|outside of the eu|\
         outside the united kingdom|overseas|other countries|another country|international transfer|\
         outside the eea|where is your information stored|where your information is stored|\
         where is your data stored|where do we store|where is it stored|abroa|leave the uk|transfer your|third countr",
    ),
    (
        Topic::Data,
        "what records do we|which records do we|what records we|records we hold",
    ),
    (
        Topic::Keeping,
        "how long|retention|retain|keeping your|keeping it|when will we delete|do we keep|when we delete",
    ),
    (
        Topic::FromOthers,
        "collect information from|collect personal information from|collect your information from|collect data from",
    ),
    (
        Topic::Data,
        "what type of|what types of|what information do we collect|what data do we collect|what personal data do we collect",
    ),
    (
        Topic::People,
        "data subjects|keep information about|hold personal information about|hold information about|is processed about|whose data|whose personal|whose information|who we collect personal information about|\
         who do we collect|categories of individuals|categories of people|who is this notice for|who it is about",
    ),
    (
        Topic::FromOthers,
        "who provides|who supplies us|who gives us|who tells us|from others|from other|who we get|who we obtain|who we collect data from|who we receive|who do we obtain|who do we receive|who do we get|who might we get|who may we get|who can we get|who else do we get|giving us your|where do we get|where we get|where did you get|where did we get|\
         how do we get|how we get|where your information comes from|where does your|where the information comes from|\
         source of|sources of|how we may collect|how do we collect|how we collect|collected from third parties|information is obtained|information obtained|council get my|\
         is your information collected|is your personal information collected|did the council get|information come from|\
         from third parties|from someone else|obtain your|where it comes from|gives us information|give us information|gives us your|where we get it|your data from|your information from|data come from",
    ),
    (
        Topic::Sharing,
        "share|sharing|disclose|recipient|who receives|who gets|who has access|pass on|who can see|who will see|who sees|who we give|who we tell|who do we tell|whom we give|whom do we give",
    ),
    (
        Topic::Rights,
        "legal right|your rights|rights|withdrawing consent|withdrawing your consent|withdraw consent|withdraw your consent|\
         withdrawal of consent",
    ),
    (
        Topic::Who,
        "who is processing|who will process|who will be processing|who is collecting|who will be using|who is using|who will use|who uses|who will own|who owns|data controller|the controller|who is responsible|who we are|who are we|\
         who is the controller|data processors|who processes|who process data for us|who process your data for us|who process it for us|suppliers who process|companies who process|runs it for us|who runs",
    ),
    (
        Topic::Uses,
        "what will it be used for|be used for|will it be used|it is used|it will be used|why do we|why we|how do we use|how we use|how will we use|\
         how is it used|how we will use|purpose|reasons we use|what do we use|what we use|what is it used for|\
         use of your|using your|what we do with|what do we do with|processing activity|how we process|how do we process|do with my|do with your",
    ),
    (
        Topic::Data,
        "what personal data|personal data do we|information requirements|kind of information|kinds of information|\
         sort of information|information that we hold|information held about|data we will collect|data being processed|what data do we|what information do we|what personal information|\
         information we collect|data we collect|collect the following information|collect the following personal|collect the following data|hold the following information|hold the following personal|categories of pupil|categories of staff|categories of workforce|categories of school workforce|\
         do we process|categories of information|categories of personal data|categories of data|type of information|\
         types of information|type of personal|types of personal|information we hold|data we hold|\
         information we may collect|what we collect|what do we need|what information|what data|what we need|personal data we|\
         information collected|data collected|information used|data used|information we use|information we need|\
         data is recorded|classes of information|information processed|data processed|what we process|data we process|information we process|personal data held|data held|what we hold|what we record|do you hold|do we hold|else we hold|else we keep|else we collect|else we may hold|else we may keep|\
         else we may collect|may we hold|what we may hold|what we may keep|what we may collect|we may also hold|we may also keep|we may also collect",
    ),
    (
        Topic::Service,
        "services covered by|what service|about the service|about this service|service is being provided|services are covered",
    ),
];

impl Topic {
    /// What a heading says its section is about; nothing where it is not known.
    pub fn of_heading(heading: &str) -> Option<Self> {
        of_heading(heading)
    }
}

impl Topic {
    /// Whether the bare name of somebody to turn to, below a heading that asks for names, is one of these and heads nothing:
    /// the Information Commissioner's Office may receive data too.
    pub(in crate::import) fn lists_names(self, of: Self) -> bool {
        matches!(self, Self::Sharing | Self::FromOthers | Self::Who)
            && matches!(of, Self::Regulator | Self::Contact | Self::Concerns)
    }

    /// Whether a short line that speaks of it heads the end of a notice: what is below a question about the service, its data
    /// or what that is for answers it.
    pub(in crate::import) fn ends_a_notice(self, text: &str, below: Option<Self>) -> bool {
        const BEGINS: &str = "your |complain|how |making a |concern|quer|question|link|further |more |find out|useful |contact|\
             other |the information commission|information commission|data protection|our data protection|rights|visit |withdraw";
        const ASKED: &[Topic] = &[Topic::Service, Topic::Data, Topic::Special, Topic::Uses];
        let ends = matches!(
            self,
            Self::Rights
                | Self::OtherNotice
                | Self::Links
                | Self::Contact
                | Self::Concerns
                | Self::Regulator
        );
        ends && super::super::words::begins(&text.to_lowercase(), BEGINS)
            && below.is_none_or(|below| !ASKED.contains(&below))
    }

    /// Whether its sections are lists, which headings below it may divide.
    pub(super) fn is_of_lists(self) -> bool {
        matches!(
            self,
            Self::Data
                | Self::Special
                | Self::Sharing
                | Self::FromOthers
                | Self::Keeping
                | Self::Rights
        )
    }
}

/// Whether a line that ends with a colon or question mark heads what follows, though nothing sets it apart.
pub(in crate::import) fn heads_alone(topic: Topic, text: &str) -> bool {
    const ASKS: [&str; 6] = ["what ", "who ", "why ", "how ", "where ", "whose "];
    let lower = text.to_lowercase();
    matches!(topic, Topic::Concerns | Topic::Regulator | Topic::Rights)
        || topic == Topic::Links && lower.contains("following links")
        || topic == Topic::FromOthers
            && lower.contains("from others")
            // "We use what you tell us, and what we get from others, to:" leads to purposes.
            && !lower.trim_end_matches(':').ends_with(" to")
        || ASKS.iter().any(|word| lower.starts_with(word))
}

/// What a heading says its section is about; nothing where it is not known.
pub(in crate::import) fn of_heading(heading: &str) -> Option<Topic> {
    const LONGEST: usize = 250;
    if heading.len() > LONGEST {
        return None;
    }
    // A right of way is none of these rights.
    let heading = fold(heading).replace("rights of way", "ways");
    let bare = heading.trim_start_matches(|one: char| one.is_ascii_digit() || one == ' ');
    // "How is your information used?"
    if bare.starts_with("how ") && bare.ends_with(" used") {
        return Some(Topic::Uses);
    }
    // "What personal information do we keep?"
    if bare.starts_with("what ") && bare.ends_with(" do we keep") {
        let is_special = super::super::words::has(bare, "special|sensitive");
        return Some(if is_special {
            Topic::Special
        } else {
            Topic::Data
        });
    }
    let is = |words: &&str| bare == *words;
    let has = |words: &&str| heading.contains(words);
    let among = |table: &[(Topic, &str)], holds: &dyn Fn(&&str) -> bool| {
        let found = table
            .iter()
            .find(|(_, words)| words.split('|').any(|one| holds(&one)));
        found.map(|(topic, _)| *topic)
    };
    among(ALONE, &is).or_else(|| among(KNOWN, &has))
}

/// Whether a heading whose topic is not known may part the list of the heading above it. Below one that asks, or that does not
/// speak of those who give and receive, there is nobody.
pub(super) fn may_divide(above: Topic, heading: &str) -> bool {
    const ASKS: &str = "what |who |why |how |when |where |which |do |does |is |are |will |can ";
    const THEM: &str = "organisation|agenc|partner|bodies|body|council|internal|external|other|part|provider|supplier|contractor|team|\
         department|service|authorit|health|nhs|police|government|local|national|processor|compan|people|person|professional|school|\
         college|within|outside|legal|law|court|emergency|social|care|statutory|education|charit|voluntary|sector|famil|financ|\
         housing|landlord|public|group|recipient|share|disclos|receiv|source|from|you";
    let heading = format!("{} ", fold(heading));
    let asks = super::super::words::begins(&heading, ASKS);
    let is_of_them = || super::super::words::has(&heading, THEM);
    !asks && (!matches!(above, Topic::Sharing | Topic::FromOthers) || is_of_them())
}

/// What the label before a colon or in the first cell of a row says that the words after it are about.
pub(super) fn of_label(line: &str) -> Option<(Topic, &str, &str)> {
    const LONGEST: usize = 80;
    let marks = ["\t", ": ", " – ", "? "];
    let (label, words) = marks.iter().find_map(|mark| line.split_once(mark))?;
    let words = words.trim();
    // "Shared licensing service: privacy" is a title.
    if fold(words) == "privacy" {
        return None;
    }
    // "Why do we need it? (The purpose)" is a heading with what it means.
    if words.starts_with('(') && words.ends_with(')') {
        return None;
    }
    let is_one = label.len() <= LONGEST && !words.is_empty() && !words.contains('\t');
    let topic = of_heading(label).filter(|_| is_one)?;
    Some((topic, label.trim(), words))
}

/// Whether a line is a label with what it says, though what it is about is not known: "Paid by: card".
pub(super) fn is_label(line: &str) -> bool {
    const MOST: usize = 4;
    let Some((label, words)) = line.trim().split_once(": ") else {
        return false;
    };
    label.split(' ').count() <= MOST
        && label.starts_with(char::is_uppercase)
        && label.chars().all(|one| one.is_alphabetic() || one == ' ')
        && !words.trim().is_empty()
}

/// Makes a paragraph that is set like a heading one, where it asks a question or heads a section of a notice.
pub(in crate::import) fn heads_if_known(block: &mut Block) {
    let text = block.text();
    let is_known = of_heading(&text).is_some();
    let may_head = match block.kind {
        BlockKind::Paragraph => is_known || text.ends_with('?'),
        // A numbered paragraph of a section often has its heading for a number's words.
        BlockKind::Item => is_known && block.lines.len() == 1,
        BlockKind::Heading => false,
    };
    if may_head && !text.ends_with(['.', ',']) {
        (block.kind, block.depth) = (BlockKind::Heading, 7);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_each_of_their_wordings() {
        for (heading, topic) in [
            (
                "What ‘special types’ of personal data do we need from you?",
                Some(Topic::Special),
            ),
            (
                "4. What \"Special Types\" of personal data do we need from you",
                Some(Topic::Special),
            ),
            ("What 'sensitive data' do we need?", Some(Topic::Special)),
            ("What personal data do we need from you?", Some(Topic::Data)),
            (
                "What will it be used for and what gives us the right to ask for it and use it?",
                Some(Topic::Uses),
            ),
            (
                "Who else might we share your data with?",
                Some(Topic::Sharing),
            ),
            (
                "Will your data be stored in or accessible from countries with no UK-equivalent Privacy Law protections?",
                Some(Topic::Overseas),
            ),
            ("How long will your data be kept?", Some(Topic::Keeping)),
            (
                "We may also receive personal information about you from others:",
                Some(Topic::FromOthers),
            ),
            (
                "Visit the following links for more information about Privacy Law, our obligations and your Rights:",
                Some(Topic::Links),
            ),
            (
                "ECC Service Specific Privacy Notice – Layout for Website",
                None,
            ),
        ] {
            assert_eq!(of_heading(heading), topic, "{heading}");
        }
    }
}
