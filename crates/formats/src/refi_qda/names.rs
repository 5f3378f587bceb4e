//! The names of elements and attributes.

/// Names as an enum: how each is spelt, and which a spelling is.
macro_rules! names {
    ($(#[$about:meta])* $kind:ident { $($name:ident $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(super) enum $kind { $($name,)+ }

        impl $kind {
            pub(super) fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            pub(super) fn read(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

names! {
    /// Every element of the two schemas.
    Element {
        Project "Project", Users "Users", User "User", CodeBook "CodeBook", Codes "Codes", Code "Code",
        Variables "Variables", Variable "Variable", VariableValue "VariableValue", VariableRef "VariableRef",
        TextValue "TextValue", BooleanValue "BooleanValue", IntegerValue "IntegerValue", FloatValue "FloatValue",
        DateValue "DateValue", DateTimeValue "DateTimeValue", Cases "Cases", Case "Case", Sources "Sources",
        TextSource "TextSource", PictureSource "PictureSource", PdfSource "PDFSource", AudioSource "AudioSource",
        VideoSource "VideoSource", PlainTextContent "PlainTextContent", PlainTextSelection "PlainTextSelection",
        PictureSelection "PictureSelection", PdfSelection "PDFSelection", AudioSelection "AudioSelection",
        VideoSelection "VideoSelection", TextDescription "TextDescription", Representation "Representation",
        Transcript "Transcript", SyncPoint "SyncPoint", TranscriptSelection "TranscriptSelection", Coding "Coding",
        CodeRef "CodeRef", SourceRef "SourceRef", SelectionRef "SelectionRef", NoteRef "NoteRef", Notes "Notes",
        Note "Note", Links "Links", Link "Link", Sets "Sets", Set "Set", MemberCode "MemberCode",
        MemberSource "MemberSource", MemberNote "MemberNote", Graphs "Graphs", Graph "Graph", Vertex "Vertex",
        Edge "Edge", Description "Description",
    }
}

names! {
    /// Every attribute of the two schemas.
    Attribute {
        Guid "guid", Name "name", Id "id", IsCodable "isCodable", Color "color", TypeOfVariable "typeOfVariable",
        RichTextPath "richTextPath", PlainTextPath "plainTextPath", Path "path", CurrentPath "currentPath",
        CreatingUser "creatingUser", CreationDateTime "creationDateTime", ModifyingUser "modifyingUser",
        ModifiedDateTime "modifiedDateTime", CreatingUserGuid "creatingUserGUID",
        ModifyingUserGuid "modifyingUserGUID", BasePath "basePath", Origin "origin",
        StartPosition "startPosition", EndPosition "endPosition", FirstX "firstX", FirstY "firstY",
        SecondX "secondX", SecondY "secondY", Page "page", Begin "begin", End "end", TimeStamp "timeStamp",
        Position "position", FromSyncPoint "fromSyncPoint", ToSyncPoint "toSyncPoint", TargetGuid "targetGUID",
        Direction "direction", OriginGuid "originGUID", RepresentedGuid "representedGUID", Shape "shape",
        SourceVertex "sourceVertex", TargetVertex "targetVertex", LineStyle "lineStyle",
    }
}

/// The namespaces in which elements are known (Q4, Q19g).
pub(super) const PROJECT: &str = "urn:QDA-XML:project:1.0";
pub(super) const CODEBOOK: &str = "urn:QDA-XML:codebook:1.0";
pub(super) const OLD_CODEBOOK: &str = "urn:QDA-XML:codebook:0:4";

/// The namespace of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    Project,
    Codebook,
    OldCodebook,
    /// None at all: read, and not valid.
    Missing,
    Foreign,
}

impl Space {
    pub(super) fn of(namespace: &str) -> Self {
        match namespace {
            PROJECT => Self::Project,
            CODEBOOK => Self::Codebook,
            OLD_CODEBOOK => Self::OldCodebook,
            "" => Self::Missing,
            _ => Self::Foreign,
        }
    }

    /// The namespace by its name; an element that belongs to none has an empty one.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Project => PROJECT,
            Self::Codebook => CODEBOOK,
            Self::OldCodebook => OLD_CODEBOOK,
            Self::Missing | Self::Foreign => "",
        }
    }
}
